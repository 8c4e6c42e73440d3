import { expect, test } from "../../fixtures.ts";
import { STAFF } from "../../visitor.ts";
import { signInAs, waitForDesk } from "./site.ts";

test.describe("unsaved changes", () => {
  test.beforeEach(async ({ page, urls }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons");
    await page.getByRole("link", { name: "Open: Loyalty Desk" }).click();
    const desk = await waitForDesk(page);
    await desk.getByRole("link", { name: "Coupons" }).click();
    await desk.getByRole("link", { name: "Coupon sets" }).click();
    await desk.getByRole("button", { name: "New coupon set" }).click();
    await desk.getByRole("textbox", { name: "Name" }).fill("Songkran 2027");
    await expect(page.getByText("Unsaved changes")).toBeVisible();
  });

  test("are asked about before going to another screen; staying loses nothing", async ({ page }) => {
    const desk = await waitForDesk(page);
    const address = page.url();
    await page.getByRole("link", { name: "All add-ons" }).click();
    const dialog = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await expect(dialog.getByRole("button", { name: "Stay" })).toBeFocused();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    expect(page.url()).toBe(address);
    await expect(desk.getByRole("textbox", { name: "Name" })).toHaveValue("Songkran 2027");

    await page.getByRole("link", { name: "All add-ons" }).click();
    await dialog.getByRole("button", { name: "Leave" }).click();
    await expect(page).toHaveURL(/\/add-ons$/);
  });

  test("are asked about before going back, and the address stays where it was", async ({ page }) => {
    const desk = await waitForDesk(page);
    const address = page.url();
    await page.evaluate(() => history.back());
    const dialog = page.getByRole("alertdialog", { name: "Leave without saving?" });
    await dialog.getByRole("button", { name: "Stay" }).click();
    await expect(dialog).toBeHidden();
    expect(page.url()).toBe(address);
    await expect(desk.getByRole("textbox", { name: "Name" })).toHaveValue("Songkran 2027");

    await page.evaluate(() => history.back());
    await dialog.getByRole("button", { name: "Leave" }).click();
    await expect(page).not.toHaveURL(address);
    await expect(page.getByText("Unsaved changes")).toBeHidden();
  });

  test("are asked about before another business, logging out, and reloading the add-on", async ({ page }) => {
    const dialog = page.getByRole("alertdialog", { name: "Leave without saving?" });
    const stay = () => dialog.getByRole("button", { name: "Stay" }).click();

    await page.getByRole("button", { name: /Switch business/ }).click();
    await page.getByRole("menuitemradio", { name: /PHO02/ }).click();
    await stay();
    await expect(page.getByRole("button", { name: /Switch business/ })).toContainText("CAFE01");

    await page.getByRole("button", { name: "Reload add-on" }).click();
    await stay();

    await page.getByRole("button", { name: /Account/ }).click();
    await page.getByRole("menuitem", { name: "Log out" }).click();
    await dialog.getByRole("button", { name: "Leave" }).click();
    await expect(page.getByRole("heading", { name: "Sign in to Privage" })).toBeVisible();
  });

  test("make the browser ask before the tab closes", async ({ page }) => {
    const asked = page.waitForEvent("dialog");
    const closed = page.close({ runBeforeUnload: true });
    const question = await asked;
    expect(question.type()).toBe("beforeunload");
    await question.accept();
    await closed;
  });
});
