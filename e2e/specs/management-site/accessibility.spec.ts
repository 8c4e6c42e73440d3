import { AxeBuilder } from "@axe-core/playwright";
import type { Page } from "@playwright/test";
import { expect, test } from "../../fixtures.ts";
import {
  frameOf,
  openInspector,
  pageFor,
  STAFF,
  signInAs,
  type Theme,
  TONGUES,
  waitForDesk,
} from "./site.ts";

/** What axe finds on the site's own page, in words; the add-on's page has tests of its own. */
const findingsOn = async (page: Page, screen: string) => {
  const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
  return violations.map(({ id, nodes }) => `${screen}: ${id} at ${nodes.map(({ html }) => html).join(", ")}`);
};

/** A narrow, a middle and a wide window, spread over the languages so that each is checked with each theme. */
const WIDTHS = { en: 1600, th: 768, vi: 360 } as const;

test.describe("WCAG 2.2 AA", () => {
  // Seven screens, each read by axe as a whole.
  test.slow();

  for (const theme of ["light", "dark"] as const satisfies readonly Theme[])
    for (const tongue of TONGUES)
      test(`axe finds nothing on any screen: ${theme}, ${tongue.ownName}, ${WIDTHS[tongue.code]} px`, async ({
        browser,
        urls,
      }) => {
        const page = await pageFor(browser, { tongue, theme, width: WIDTHS[tongue.code] });
        const findings: string[] = [];
        const look = async (screen: string) => {
          findings.push(...(await findingsOn(page, screen)));
          const tooWide = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
          if (tooWide > 0) findings.push(`${screen}: ${tooWide} px too wide`);
        };

        await page.goto(urls.managementSite);
        await expect(page.getByRole("button", { name: STAFF.owner })).toBeVisible();
        await look("sign-in");
        await signInAs(page, urls, STAFF.owner);
        await expect(page.getByRole("heading", { name: tongue.catalogueTitle, level: 1 })).toBeVisible();
        await look("catalogue");
        await page.goto(`${urls.managementSite}/nowhere`);
        await expect(page.locator(".missing")).toBeVisible();
        await look("missing");
        await page.goto(`${urls.managementSite}/add-ons/loyalty-desk?beside=loyalty-desk`);
        await waitForDesk(page, "beside");
        await look("two add-ons");
        const inspector = await openInspector(page, tongue.inspector);
        await expect(inspector.getByRole("heading", { level: 4 }).first()).toBeVisible();
        await look("inspector, steps");
        await inspector.getByRole("tab").last().click();
        await look("inspector, messages");
        await page.locator(".business-switcher, .drawer-button").filter({ visible: true }).first().click();
        await look("menu");

        expect(findings).toEqual([]);
        await page.context().close();
      });
});

test.describe("by keyboard alone", () => {
  test("one signs in, reaches the add-on past the navigation, and comes back out of it", async ({
    page,
    urls,
  }) => {
    // The counter takes the focus by itself; this screen leaves it where it is.
    await page.goto(`${urls.managementSite}/add-ons/loyalty-desk/campaigns`);
    await expect(page.getByRole("button", { name: STAFF.owner })).toBeVisible();
    while (
      !(await page.getByRole("button", { name: STAFF.owner }).evaluate((node) => node.matches(":focus")))
    )
      await page.keyboard.press("Tab");
    await page.keyboard.press("Enter");
    await expect(page.locator(".shell")).toBeVisible();
    const desk = await waitForDesk(page);

    await page.reload();
    await waitForDesk(page);
    await page.keyboard.press("Tab");
    await expect(page.getByRole("button", { name: "Skip to content" })).toBeFocused();
    await page.keyboard.press("Enter");
    await expect(frameOf(page)).toBeFocused();
    await page.keyboard.press("Tab");
    await expect.poll(() => desk.locator(":focus").count()).toBe(1);

    await page.keyboard.press("Shift+Tab");
    for (
      let presses = 0;
      presses < 20 && (await frameOf(page).evaluate((node) => node.matches(":focus")));
      presses++
    )
      await page.keyboard.press("Shift+Tab");
    await expect(page.getByRole("button", { name: /^Theme/ })).toBeFocused();
  });

  test("a dialog asked for by the add-on takes the focus and gives it back into the add-on", async ({
    page,
    urls,
  }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk/coupons/sets/new");
    const desk = await waitForDesk(page);
    await desk.getByRole("textbox", { name: "Name" }).fill("Songkran 2027");
    await desk.getByRole("button", { name: "Cancel" }).focus();
    await page.keyboard.press("Enter");
    const dialog = page.getByRole("alertdialog");
    await expect(dialog).toBeVisible();
    await page.keyboard.press("Escape");
    await expect(dialog).toBeHidden();
    await expect(frameOf(page)).toBeFocused();
    await expect(desk.getByRole("button", { name: "Cancel" })).toBeFocused();
  });

  test("full screen is left with Escape", async ({ page, urls }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
    await waitForDesk(page);
    await page.getByRole("button", { name: "Full screen" }).click();
    await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeHidden();
    await page.keyboard.press("Escape");
    await expect(page.getByRole("navigation", { name: "Main navigation" })).toBeVisible();
  });
});
