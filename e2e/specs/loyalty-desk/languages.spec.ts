import { expect, test } from "../../fixtures.ts";
import { pageFor } from "../../visitor.ts";
import { openDeskAt } from "./desk.ts";

test("Thai counts years in the Buddhist era; a live switch changes every word and keeps what was typed", async ({
  browser,
  urls,
}) => {
  const page = await pageFor(browser, { language: "th" });
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(desk.getByText(/25[67]\d/).first()).toBeVisible();
  await expect(desk.locator("html")).toHaveAttribute("lang", "th");
  const amount = desk.getByRole("textbox", { name: "จำนวนแต้มที่ใช้" });
  await amount.fill("42");

  await page.getByRole("button", { name: /^ภาษา/ }).click();
  await page.getByRole("menuitemradio", { name: "Tiếng Việt" }).click();
  await expect(desk.getByRole("textbox", { name: "Số điểm dùng" })).toHaveValue("42");
  await expect(desk.getByText(/202\d/).first()).toBeVisible();
  await page.context().close();
});

test("the theme follows the host live", async ({ browser, urls }) => {
  const page = await pageFor(browser, { theme: "light" });
  const desk = await openDeskAt(page, urls);
  await expect(desk.locator("html")).toHaveAttribute("data-theme", "light");
  await page.getByRole("button", { name: /^Theme/ }).click();
  await page.getByRole("menuitemradio", { name: "Dark" }).click();
  await expect(desk.locator("html")).toHaveAttribute("data-theme", "dark");
  await page.context().close();
});
