import { expect, test } from "../../fixtures.ts";
import { pageFor, STAFF } from "../../visitor.ts";
import { openInspector, signInAs, TONGUES, waitForDesk } from "./site.ts";

test.describe("languages", () => {
  for (const tongue of TONGUES) {
    test(`the site speaks ${tongue.ownName} by itself to a browser that prefers it`, async ({
      browser,
      urls,
    }) => {
      const page = await pageFor(browser, { language: tongue.code, theme: "light" });
      await page.goto(urls.managementSite);
      await expect(page.getByRole("heading", { name: tongue.signInTitle })).toBeVisible();
      await expect(page.locator("html")).toHaveAttribute("lang", tongue.locale);
      await page.context().close();
    });
  }

  test("are switched live, in the site and in the add-on, without reloading either", async ({
    page,
    urls,
    browserComplaints,
  }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
    const desk = await waitForDesk(page);
    await desk.getByRole("searchbox").fill("08123");
    let language = /^Language/;
    for (const tongue of TONGUES.toReversed()) {
      await page.getByRole("button", { name: language }).click();
      await page.getByRole("menuitemradio", { name: tongue.ownName }).click();
      await expect(page.locator("html")).toHaveAttribute("lang", tongue.locale);
      await expect(desk.locator("html")).toHaveAttribute("lang", new RegExp(`^${tongue.code}`));
      language = tongue.language;
    }
    await expect(desk.getByRole("searchbox")).toHaveValue("08123");
    expect(browserComplaints).toEqual([]);
  });

  test("stay chosen after a reload", async ({ page, urls }) => {
    await page.goto(urls.managementSite);
    await page.getByRole("button", { name: /^Language/ }).click();
    await page.getByRole("menuitemradio", { name: "ไทย" }).click();
    await page.reload();
    await expect(page.getByRole("heading", { name: "เข้าสู่ระบบ Privage" })).toBeVisible();
  });

  test("format dates their own way: in Thai the year is of the Buddhist era", async ({ browser, urls }) => {
    const buddhistYear = String(new Date().getUTCFullYear() + 543);
    for (const tongue of TONGUES) {
      const page = await pageFor(browser, { language: tongue.code, theme: "dark" });
      await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
      await waitForDesk(page);
      const inspector = await openInspector(page, tongue.inspector);
      await expect(inspector.getByText(tongue.opening).first()).toBeVisible();
      const text = (await inspector.textContent()) ?? "";
      expect(text.includes(buddhistYear)).toBe(tongue.code === "th");
      await page.context().close();
    }
  });
});

test.describe("themes", () => {
  test("are switched live, in the site and in the add-on", async ({ page, urls, browserComplaints }) => {
    await signInAs(page, urls, STAFF.owner, "/add-ons/loyalty-desk");
    const desk = await waitForDesk(page);
    for (const [choice, scheme] of [
      ["Dark", "dark"],
      ["Light", "light"],
    ] as const) {
      await page.getByRole("button", { name: /^Theme/ }).click();
      await page.getByRole("menuitemradio", { name: choice }).click();
      await expect(page.locator("html")).toHaveCSS("color-scheme", scheme);
      await expect(desk.locator("html")).toHaveAttribute("data-theme", scheme);
    }
    expect(browserComplaints).toEqual([]);
  });

  test("follow the system until one is chosen", async ({ page, urls }) => {
    await page.emulateMedia({ colorScheme: "dark" });
    await page.goto(urls.managementSite);
    await expect(page.locator("html")).toHaveCSS("color-scheme", "dark");
    await page.emulateMedia({ colorScheme: "light" });
    await expect(page.locator("html")).toHaveCSS("color-scheme", "light");
  });
});
