import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import { deskOf, LANGUAGES, openDeskAt, pageFor, THEMES } from "./desk.ts";

const SCREENS = [
  "/",
  "/members/001",
  "/coupons",
  "/coupons/sets",
  "/coupons/sets/new",
  "/coupons/history",
  "/campaigns",
  "/sales",
  "/shop",
  "/shop/orders",
  "/shop/products",
  "/status",
  "/nowhere",
] as const;

/** Each language at another width, so that all widths meet both themes. */
const WIDTHS = { en: 1600, th: 360, vi: 768 } as const;

const isQuiet = async (page: Page) => {
  const desk = deskOf(page);
  await expect(desk.getByRole("heading", { level: 1 }).first()).toBeAttached();
  await expect(desk.locator(".skeleton")).toHaveCount(0);
};

for (const theme of THEMES)
  for (const language of LANGUAGES)
    test(`axe finds nothing, and nothing is too wide, on any screen: ${theme}, ${language}, ${WIDTHS[language]} px`, async ({
      browser,
      urls,
    }) => {
      test.setTimeout(180_000);
      const page = await pageFor(browser, { theme, language, width: WIDTHS[language] });
      const findings: string[] = [];
      await openDeskAt(page, urls);
      for (const screen of SCREENS) {
        await page.goto(`${urls.managementSite}/add-ons/loyalty-desk${screen === "/" ? "" : screen}`);
        await isQuiet(page);
        const { violations } = await new AxeBuilder({ page }).include("iframe").analyze();
        findings.push(
          ...violations.map(
            ({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ html }) => html).join(", ")}`,
          ),
        );
        const tooWide = await deskOf(page)
          .locator("html")
          .evaluate((root) => root.scrollWidth - root.clientWidth);
        if (tooWide > 0) findings.push(`${screen}: ${tooWide} px too wide`);
      }
      expect(findings).toEqual([]);
      await page.context().close();
    });

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
