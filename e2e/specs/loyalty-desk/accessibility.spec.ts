/**
 * WCAG 2.2 AA on every screen of the desk and in every state it can be in, in each theme and language; and nothing is wider
 * than the window, from a phone to a wide screen. Each screen is opened once; theme and language are switched under it.
 */
import { expect, type FrameLocator, type Page } from "@playwright/test";
import { expectNoWiderThanWindow, findAll, findInColours } from "../../axe.ts";
import type { DemoUrls } from "../../demo-stack.ts";
import { test } from "../../fixtures.ts";
import type { Fault, SimulatorControls } from "../../simulators.ts";
import { chooseLanguage, chooseTheme, LANGUAGES, STAFF } from "../../visitor.ts";
import { balanceIn, chooseBusiness, deskFrame, openDeskAt } from "./desk.ts";

interface Stage {
  readonly page: Page;
  readonly desk: FrameLocator;
  readonly simulators: SimulatorControls;
}

interface Screen {
  readonly name: string;
  readonly path: string;
  readonly staff?: (typeof STAFF)[keyof typeof STAFF];
  /** Of Privage, before the desk opens. */
  readonly faults?: readonly Fault[];
  /** Brings the screen into the state to look at. By structure, not by words: the language will change. */
  readonly reach?: (stage: Stage) => Promise<void>;
  /** What is there once the state is reached. */
  readonly shows?: string;
}

const answer = (path: string, status: number, body: unknown): Fault => ({
  match: { path },
  fault: "status",
  status,
  body,
});
const FORBIDDEN = { message: "Forbidden resource", error: "Forbidden", statusCode: 403 };
const PLAN_OVER = {
  add_on: { appconnect_id: 42, name: "Loyalty Desk", status: "ACTIVE" },
  business: { business_code: "CAFE01", name: "บ้านกาแฟริมน้ำ" },
  plan: { start_date: "2025-01-01", end_date: "2025-12-31" },
  settings: { receipt_prefix: "A" },
};

const search = async ({ desk }: Stage, text: string) => {
  await desk.getByRole("searchbox").fill(text);
  await desk.getByRole("searchbox").press("Enter");
};
const burn = async ({ desk }: Stage) => {
  const amount = desk.locator("form.stack input[inputmode='decimal']");
  await amount.fill("1");
  await amount.press("Enter");
};

const SCREENS: readonly Screen[] = [
  { name: "counter", path: "/" },
  { name: "counter, found by name", path: "/", reach: (stage) => search(stage, "สม"), shows: ".people" },
  { name: "counter, nobody", path: "/", reach: (stage) => search(stage, "0899999999"), shows: ".notice" },
  {
    name: "counter, out of order",
    path: "/members/001",
    faults: [answer("/v2/connect/profile", 403, FORBIDDEN)],
    shows: "[role=alert]",
  },
  { name: "member", path: "/members/001", shows: ".chart svg" },
  { name: "member, for who may only look", path: "/members/001", staff: STAFF.viewer, shows: ".chart svg" },
  {
    name: "member, an amount refused",
    path: "/members/001",
    reach: async ({ desk }) => desk.locator("form.stack input[inputmode='decimal']").press("Enter"),
    shows: ".field[data-invalid]",
  },
  {
    name: "receipt, asked to undo",
    path: "/members/001",
    reach: async (stage) => {
      await burn(stage);
      await stage.desk.locator("[data-undo] button").click();
    },
    shows: ".receipt fieldset",
  },
  {
    name: "a movement whose outcome is unknown",
    path: "/members/001",
    reach: async (stage) => {
      await expect(stage.desk.locator(".chart svg")).toBeVisible();
      await stage.simulators.addFault("privage", {
        match: { path: "/v2/connect/burn/points" },
        fault: "commit-then-reset",
        times: 1,
      });
      await stage.simulators.addFault("privage", {
        ...answer("/v2/connect/transactions", 403, FORBIDDEN),
        times: 1,
      });
      await burn(stage);
    },
    shows: ".card--accent .notice--warn",
  },
  { name: "coupons", path: "/coupons" },
  { name: "no such coupon", path: "/coupons/check/NO-SUCH-CODE", shows: ".notice" },
  {
    name: "a coupon given",
    path: "/members/001",
    reach: async ({ desk }) => desk.locator(".give button").click(),
    shows: ".counter__aside .notice--good",
  },
  { name: "coupon sets", path: "/coupons/sets", shows: ".tiles" },
  {
    name: "a new coupon set that lacks everything",
    path: "/coupons/sets/new",
    reach: async ({ desk }) => desk.locator("form button[type='submit']").click(),
    shows: ".field[data-invalid]",
  },
  { name: "coupon history", path: "/coupons/history" },
  { name: "campaigns", path: "/campaigns", shows: ".tiles" },
  { name: "sales", path: "/sales", shows: ".chart svg" },
  {
    name: "a sale",
    path: "/sales",
    reach: async ({ desk }) => desk.locator("td button").first().click(),
    shows: "table",
  },
  { name: "sales, for who may not see them", path: "/sales", staff: STAFF.cashier, shows: ".empty" },
  { name: "shop", path: "/shop", shows: "table" },
  { name: "orders", path: "/shop/orders", shows: "table" },
  { name: "products", path: "/shop/products", shows: "table" },
  {
    name: "a shop to connect",
    path: "/shop",
    reach: async ({ page, desk, simulators }) => {
      await simulators.disconnect((await simulators.shopToConnect()).shop);
      await chooseBusiness(page, "PHO02");
      await desk.locator(".shell__nav a[href='/shop']").click();
      await desk.locator("form button[type='submit']").click();
    },
    shows: ".field[data-invalid]",
  },
  { name: "status", path: "/status", shows: "dl.facts" },
  { name: "nowhere", path: "/nowhere", shows: ".empty" },
  {
    name: "a plan that has ended",
    path: "/",
    faults: [answer("/v2/connect/add-on/status", 200, PLAN_OVER)],
    shows: "[role=alert]",
  },
  {
    name: "a session that is refused",
    path: "/",
    reach: async (stage) => {
      // A token has to be there before it can run out.
      await search(stage, "001");
      await expect(balanceIn(stage.desk)).toBeVisible();
      const refused = { message: "Forbidden", statusCode: 403 };
      await stage.simulators.addFault("privage", answer("/v1/auth-connect/renew-token", 401, refused));
      await stage.simulators.addFault("privage", answer("/v1/auth-connect/exchange-token", 403, refused));
      await stage.desk.getByRole("searchbox").fill("0912345678");
      await stage.simulators.advanceClock("privage", 3_600);
      // Not on the box itself: a call that was still under way may have brought the screen already.
      await stage.page.keyboard.press("Enter");
    },
    shows: "[role=alert]",
  },
];

const WIDTHS = [360, 768, 1600] as const;

/** Waits until the frame has the width of its place on the page, which it hears of a moment later. */
const resize = async (page: Page, urls: DemoUrls, width: number) => {
  await page.setViewportSize({ width, height: 900 });
  const place = page.locator("iframe").first();
  await expect
    .poll(async () => {
      const outside = await place.evaluate((frame) => frame.clientWidth);
      return outside - (await deskFrame(page, urls).evaluate(() => innerWidth));
    })
    .toBe(0);
};

test.describe.configure({ mode: "parallel" });
// A colour that is still on its way from one theme to the other is nobody's to judge.
test.use({ contextOptions: { reducedMotion: "reduce" } });

for (const { name, path, staff, faults = [], reach, shows } of SCREENS)
  test(`axe finds nothing, and nothing is too wide, in any theme and language: ${name}`, async ({
    page,
    urls,
    simulators,
  }) => {
    for (const fault of faults) await simulators.addFault("privage", fault);
    const desk = await openDeskAt(page, urls, { path, ...(staff && { staff }) });
    await expect(desk.locator(".skeleton")).toHaveCount(0);
    await reach?.({ page, desk, simulators });
    if (shows) await expect(desk.locator(shows).first()).toBeVisible();
    await expect(desk.locator(".skeleton")).toHaveCount(0);

    const findings: string[] = [];
    for (const language of LANGUAGES) {
      await resize(page, urls, 1600);
      await chooseLanguage(page, language);
      await expect(desk.locator("html")).toHaveAttribute("lang", language);
      const frame = deskFrame(page, urls);
      const at = (what: string) => (text: string) => `${language}, ${what}: ${text}`;
      await chooseTheme(page, "light");
      await expect(desk.locator("html")).toHaveAttribute("data-theme", "light");
      findings.push(...(await findAll(frame)).map(at("light")));
      await chooseTheme(page, "dark");
      await expect(desk.locator("html")).toHaveAttribute("data-theme", "dark");
      findings.push(...(await findInColours(frame)).map(at("dark")));
      for (const width of WIDTHS) {
        await resize(page, urls, width);
        await expectNoWiderThanWindow(frame, `${name}, ${language}, ${width} px`);
      }
    }
    expect(findings).toEqual([]);
  });

test("the sections' names stand apart from each other on a phone, in every language", async ({
  page,
  urls,
}) => {
  const desk = await openDeskAt(page, urls);
  for (const language of LANGUAGES) {
    await resize(page, urls, 1600);
    await chooseLanguage(page, language);
    await expect(desk.locator("html")).toHaveAttribute("lang", language);
    await resize(page, urls, 360);
    const gaps = await desk.locator(".shell__nav span").evaluateAll((names) => {
      const boxes = names.map((name) => name.getBoundingClientRect());
      return boxes.slice(1).map((box, index) => box.left - (boxes[index]?.right ?? 0));
    });
    expect(gaps, language).toHaveLength(5);
    expect(Math.min(...gaps), language).toBeGreaterThanOrEqual(3);
  }
});
