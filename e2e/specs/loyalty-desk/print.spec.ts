import { expect, test } from "../../fixtures.ts";
import { LANGUAGES, pageFor, THEMES } from "../../visitor.ts";
import { waitForDesk } from "../management-site/site.ts";
import { openDeskAt } from "./desk.ts";

for (const [index, language] of LANGUAGES.entries())
  test(`a receipt on paper stands alone, black on white, on one page, without the phone number: ${language}`, async ({
    browser,
    urls,
  }) => {
    const page = await pageFor(browser, { language, theme: THEMES[(index + 1) % 2] ?? "dark" });
    const desk = await openDeskAt(page, urls, { path: "/members/001" });
    await desk.locator("form.stack input[inputmode='decimal']").fill("50");
    await page.keyboard.press("Enter");
    const receipt = desk.locator(".receipt");
    await expect(receipt).toBeVisible();
    await expect(receipt.getByText("บ้านกาแฟริมน้ำ")).toBeHidden();

    await page.emulateMedia({ media: "print" });
    for (const there of ["บ้านกาแฟริมน้ำ", "สมหญิง ใจดี", "001", "50", /^DESK-/])
      await expect(receipt.getByText(there).first()).toBeVisible();
    await expect(desk.getByText("0812345678")).toBeHidden();
    for (const chrome of [".shell__side", ".screen-header", ".toasts"])
      await expect(page.locator(chrome)).toBeHidden();
    for (const button of await desk.getByRole("button").all()) await expect(button).toBeHidden();
    await expect(desk.locator("body")).toHaveCSS("background-color", "rgb(255, 255, 255)");
    await expect(receipt).toHaveCSS("color", "rgb(0, 0, 0)");

    const paper = (await page.pdf({ format: "A5" })).toString("latin1");
    expect(paper.match(/\/Type \/Page\b/g)).toHaveLength(1);
    await page.context().close();
  });

test("of two add-ons the one that was asked to print is printed, and afterwards both are back", async ({
  page,
  urls,
}) => {
  await page.addInitScript(() => {
    window.print = () => {
      const shown = [...document.querySelectorAll(".add-on-panel")].map((panel) => panel.checkVisibility());
      document.documentElement.setAttribute("data-printed", JSON.stringify(shown));
    };
  });
  await page.goto(`${urls.managementSite}/add-ons/loyalty-desk?beside=loyalty-desk/members/001`);
  await page.getByRole("button", { name: /Owner/ }).click();
  const beside = await waitForDesk(page, "beside");
  await beside.locator("form.stack input[inputmode='decimal']").fill("5");
  await page.keyboard.press("Enter");
  await page.emulateMedia({ media: "print" });
  await beside.getByRole("button", { name: "Print", includeHidden: true }).dispatchEvent("click");
  await expect(page.locator("html")).toHaveAttribute("data-printed", "[false,true]");
  await page.emulateMedia({ media: "screen" });
  await expect(page.locator("iframe").first()).toBeVisible();
  await expect(page.locator("html")).not.toHaveAttribute("data-print");
});
