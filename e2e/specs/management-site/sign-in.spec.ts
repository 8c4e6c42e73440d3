import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { STAFF } from "../../visitor.ts";
import { openInspector, signInAs, waitForDesk } from "./site.ts";

/** Measured inside the page, so that a busy test machine does not count. */
const markPressAndFrameGone = (page: Page) =>
  page.evaluate(() => {
    addEventListener("pointerdown", () => performance.mark("pressed"), { capture: true });
    new MutationObserver(() => {
      if (!document.querySelector("iframe")) performance.mark("frame gone");
    }).observe(document.body, { childList: true, subtree: true });
  });

const msFromPressToFrameGone = (page: Page) =>
  page.evaluate(() => {
    const at = (name: string) => performance.getEntriesByName(name).map(({ startTime }) => startTime);
    return Math.min(...at("frame gone")) - Math.max(...at("pressed"));
  });

test.describe("signing in", () => {
  test("offers every member of staff with role and businesses, and keeps the deep link one came for", async ({
    page,
    urls,
    browserComplaints,
  }) => {
    await page.goto(`${urls.managementSite}/add-ons/loyalty-desk/members/001`);
    const staff = page.getByRole("main").getByRole("listitem");
    await expect(staff).toHaveCount(3);
    await expect(staff.filter({ hasText: STAFF.viewer })).toContainText("Read only");

    await page.getByRole("button", { name: STAFF.cashier }).click();

    const desk = await waitForDesk(page);
    await expect(desk.getByText("0812345678")).toBeVisible();
    expect(new URL(page.url()).pathname).toBe("/add-ons/loyalty-desk/members/001");
    expect(browserComplaints).toEqual([]);
  });

  test("gives each member their own businesses and permissions", async ({ page, urls }) => {
    await signInAs(page, urls, STAFF.viewer);
    await expect(page.getByRole("heading", { level: 1 })).toBeFocused();
    await page.getByRole("button", { name: /Switch business/ }).click();
    await expect(page.getByRole("menuitemradio")).toHaveCount(1);
    await page.keyboard.press("Escape");

    await page.getByRole("link", { name: "Open: Loyalty Desk" }).click();
    const desk = await waitForDesk(page);
    await desk.getByRole("searchbox").fill("0812345678");
    await desk.getByRole("searchbox").press("Enter");
    await expect(desk.getByText("001", { exact: true })).toBeVisible();
    await expect(desk.getByRole("button", { name: /Burn points/ })).toHaveCount(0);
  });

  test("survives a reload, keeping the choice and no token", async ({ page, urls }) => {
    await signInAs(page, urls, STAFF.owner);
    await page.reload();
    await expect(page.getByRole("button", { name: new RegExp(STAFF.owner) })).toBeVisible();
    await expect(page.locator(".shell")).toBeVisible();
    const kept = await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }));
    expect(kept).not.toMatch(/eyJ/);
  });

  test("says so when Privage cannot be reached, and tries again", async ({ page, urls }) => {
    await page.route(`${urls.privage}/_sim/staff`, (route) => route.abort());
    await page.goto(urls.managementSite);
    await expect(page.getByRole("alert")).toContainText("Privage cannot be reached");
    await page.unroute(`${urls.privage}/_sim/staff`);
    await page.getByRole("button", { name: "Try again" }).click();
    await expect(page.getByRole("button", { name: STAFF.owner })).toBeVisible();
  });
});

test.describe("a sign-in that expired", () => {
  test("is renewed without a word, and the add-on opens", async ({ page, urls, simulators }) => {
    await signInAs(page, urls, STAFF.owner);
    await simulators.advanceClock("privage", 9 * 3600);
    await page.getByRole("link", { name: "Open: Loyalty Desk" }).click();
    await waitForDesk(page);
  });

  test("and is refused leads to the sign-in screen, which says why, and back to the same address", async ({
    page,
    urls,
    simulators,
  }) => {
    await signInAs(page, urls, STAFF.owner);
    await simulators.advanceClock("privage", 9 * 3600);
    await simulators.addFault("privage", {
      match: { path: "/v1/auth-connect/exchange-token" },
      fault: "status",
      status: 401,
      times: 1,
    });
    await page.route(`${urls.privage}/_sim/sign-in`, (route) => route.fulfill({ status: 403, body: "{}" }));
    await page.getByRole("link", { name: "Open: Loyalty Desk" }).click();
    await expect(page.getByText("Your sign-in expired.")).toBeVisible();
    await page.unroute(`${urls.privage}/_sim/sign-in`);
    await page.getByRole("button", { name: STAFF.owner }).click();
    await waitForDesk(page);
    await expect(page).toHaveURL(/\/add-ons\/loyalty-desk$/);
  });
});

test.describe("logging out", () => {
  test("rule 8: reaches the add-on in under a second, acknowledged, and takes its frame away", async ({
    page,
    urls,
    browserComplaints,
  }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
    await waitForDesk(page);
    await page.getByRole("button", { name: /Account/ }).click();
    await markPressAndFrameGone(page);
    await page.getByRole("menuitem", { name: "Log out" }).click();

    await expect(page.getByRole("heading", { name: "Sign in to Privage" })).toBeFocused();
    expect(await msFromPressToFrameGone(page)).toBeLessThan(1_000);
    await expect(page.getByText("Every add-on has dropped its session.")).toBeVisible();
    await expect(page.locator("iframe")).toHaveCount(0);
    expect(browserComplaints).toEqual([]);
  });

  test("in one tab logs out every tab", async ({ page, context, urls }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
    const other = await context.newPage();
    await other.goto(`${urls.managementSite}/add-ons/loyalty-desk`);
    await waitForDesk(other);

    await (await openInspector(page)).getByRole("button", { name: "Log out" }).click();

    await expect(other.getByRole("heading", { name: "Sign in to Privage" })).toBeVisible();
    await expect(other.locator("iframe")).toHaveCount(0);
  });
});
