import type { Page } from "@playwright/test";
import { expectNoWiderThanWindow, findAll, findInColours } from "../../axe.ts";
import type { DemoUrls } from "../../demo-stack.ts";
import { expect, test } from "../../fixtures.ts";
import { chooseTheme, pageFor, STAFF } from "../../visitor.ts";
import { frameOf, openInspector, signInAs, TONGUES, type Tongue, waitForDesk } from "./site.ts";

interface Stage {
  readonly page: Page;
  readonly urls: DemoUrls;
  readonly tongue: Tongue;
}

interface Screen {
  readonly name: string;
  /** Brings the page there, from wherever the screen before left it, and resolves when it shows. */
  readonly reach: (stage: Stage) => Promise<void>;
}

const press = (page: Page, selector: string) =>
  page.locator(selector).filter({ visible: true }).first().click();

/** Every screen of the site and every state of it, in an order that needs few page loads. */
const SCREENS: readonly Screen[] = [
  {
    name: "sign-in",
    reach: async ({ page, urls }) => {
      await page.goto(urls.managementSite);
      await expect(page.getByRole("button", { name: STAFF.owner })).toBeVisible();
    },
  },
  {
    name: "catalogue",
    reach: async ({ page, tongue }) => {
      await page.getByRole("button", { name: STAFF.owner }).click();
      await expect(page.getByRole("heading", { name: tongue.catalogueTitle, level: 1 })).toBeVisible();
    },
  },
  {
    name: "businesses",
    reach: async ({ page }) => {
      await press(page, ".business-switcher");
      await expect(page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "account",
    reach: async ({ page }) => {
      await page.keyboard.press("Escape");
      await press(page, ".account-menu");
      await expect(page.getByRole("menu")).toBeVisible();
    },
  },
  {
    name: "a toast",
    reach: async ({ page }) => {
      await page.getByRole("menuitemradio").nth(1).click();
      await expect(page.locator(".toast")).toBeVisible();
      // Held, so that it stays for as long as it is looked at.
      await page.locator(".toast").hover();
    },
  },
  {
    name: "nowhere",
    reach: async ({ page, urls }) => {
      await page.goto(`${urls.managementSite}/nowhere`);
      await expect(page.locator(".missing")).toBeVisible();
    },
  },
  {
    name: "an add-on that is asked about before one leaves it",
    reach: async ({ page, urls }) => {
      await page.goto(`${urls.managementSite}/add-ons/loyalty-desk/coupons/sets/new`);
      const desk = await waitForDesk(page);
      await desk.locator("form input").first().fill("Songkran 2027");
      await expect(page.locator(".unsaved-mark")).toBeVisible();
      await press(page, ".sidebar__link");
      await expect(page.getByRole("alertdialog")).toBeVisible();
    },
  },
  {
    name: "two add-ons",
    reach: async ({ page, urls }) => {
      await page.getByRole("alertdialog").getByRole("button").last().click();
      await page.goto(`${urls.managementSite}/add-ons/loyalty-desk?beside=loyalty-desk`);
      await waitForDesk(page, "beside");
    },
  },
  {
    name: "inspector, steps",
    reach: async ({ page, tongue }) => {
      const inspector = await openInspector(page, tongue.inspector);
      await expect(inspector.getByRole("heading", { level: 4 }).first()).toBeVisible();
      await inspector.getByRole("radio", { name: "MeeD" }).click();
      await inspector.locator(".fault[aria-pressed]").first().click();
      await expect(inspector.locator(".faults__notice")).not.toBeEmpty();
    },
  },
  {
    name: "inspector, messages",
    reach: async ({ page }) => {
      await page.locator(".inspector").getByRole("tab").last().click();
      await expect(page.locator(".inspector").getByRole("table")).toBeVisible();
    },
  },
];

const WIDTHS = [360, 768, 1600] as const;

test.describe("WCAG 2.2 AA", () => {
  // A colour that is still on its way from one theme to the other is nobody's to judge.
  test.use({ contextOptions: { reducedMotion: "reduce" } });

  for (const tongue of TONGUES)
    test(`axe finds nothing on any screen of the site, in either theme, and nothing is too wide: ${tongue.ownName}`, async ({
      browser,
      urls,
    }) => {
      const page = await pageFor(browser, { language: tongue.code, width: 1600 });
      await page.emulateMedia({ reducedMotion: "reduce" });
      const findings: string[] = [];
      for (const { name, reach } of SCREENS) {
        await reach({ page, urls, tongue });
        const at = (what: string) => (text: string) => `${name}, ${what}: ${text}`;
        findings.push(...(await findAll(page)).map(at("light")));
        await chooseTheme(page, "dark");
        findings.push(...(await findInColours(page)).map(at("dark")));
        await chooseTheme(page, "light");
        for (const width of WIDTHS) {
          await page.setViewportSize({ width, height: 900 });
          await expectNoWiderThanWindow(page, `${name}, ${tongue.code}, ${width} px`);
        }
      }
      expect(findings).toEqual([]);
      await page.context().close();
    });

  test("axe finds nothing in the drawer of a phone, nor where an add-on could not be opened", async ({
    browser,
    urls,
  }) => {
    const page = await pageFor(browser, { width: 360 });
    await page.emulateMedia({ reducedMotion: "reduce" });
    await page.clock.install();
    await page.route(`${urls.addOn}/**`, (route) => route.abort());
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
    await expect(async () => {
      await page.clock.runFor(10_000);
      await expect(page.locator(".note")).toBeVisible({ timeout: 500 });
    }).toPass();
    await page.clock.resume();
    expect(await findAll(page)).toEqual([]);
    await chooseTheme(page, "dark");
    expect(await findInColours(page)).toEqual([]);

    await page.locator(".drawer-button").click();
    await expect(page.getByRole("dialog")).toBeVisible();
    expect(await findInColours(page)).toEqual([]);
    await chooseTheme(page, "light");
    expect(await findAll(page)).toEqual([]);
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
