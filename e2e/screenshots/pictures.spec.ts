/** The pictures of README and docs: each below 200 kB, as everyone who clones pays for it. */
import { expect, type Page } from "@playwright/test";
import { test } from "../fixtures.ts";
import { balanceIn, openDeskAt } from "../specs/loyalty-desk/desk.ts";
import { openInspector } from "../specs/management-site/site.ts";
import { findMember, openDesk } from "../stories.ts";
import { pageFor } from "../visitor.ts";

const take = async (page: Page, name: string): Promise<void> => {
  const picture = await page.screenshot({ path: `docs/images/${name}.png`, animations: "disabled" });
  expect(picture.byteLength).toBeLessThan(200_000);
};

test("the whole demo at a glance", async ({ page, urls }) => {
  await page.setViewportSize({ width: 1440, height: 960 });
  const desk = await openDesk(page, urls);
  await findMember(desk);
  await openInspector(page);
  await expect(desk.getByText("Points history")).toBeVisible();
  await expect(desk.locator(".skeleton")).toHaveCount(0);
  await take(page, "demo");
});

test("the inspector while a session heals", async ({ browser, urls }) => {
  const page = await pageFor(browser, { theme: "dark", width: 1440, height: 960 });
  const desk = await openDesk(page, urls);
  const inspector = await openInspector(page);
  const revoke = inspector.getByRole("button", { name: "Revoke refresh token" });
  await revoke.click();
  await findMember(desk);
  await expect(inspector.getByRole("heading", { name: /^Fresh start through the site/ })).toBeVisible();
  await expect(inspector.getByText("Active", { exact: true })).toBeVisible();
  await expect(revoke).not.toHaveAttribute("data-armed");
  await expect(desk.locator(".skeleton")).toHaveCount(0);
  await take(page, "inspector");
  await page.context().close();
});

test("the counter in Thai, with a receipt", async ({ browser, urls }) => {
  const page = await pageFor(browser, { language: "th", width: 1280, height: 800 });
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(desk.locator(".chart svg")).toBeVisible();
  await desk.locator("form.stack input[inputmode='decimal']").fill("50");
  await page.keyboard.press("Enter");
  await expect(desk.locator(".receipt")).toBeVisible();
  await take(page, "counter");
  await page.context().close();
});

test("the sales in Vietnamese, on a phone", async ({ browser, urls }) => {
  const page = await pageFor(browser, { language: "vi", theme: "dark", width: 360, height: 780 });
  const desk = await openDeskAt(page, urls, { path: "/members/001" });
  await expect(balanceIn(desk)).toBeVisible();
  await desk.locator(".shell__nav a[href='/sales']").click();
  await expect(desk.locator(".chart svg")).toBeVisible();
  await take(page, "phone");
  await page.context().close();
});
