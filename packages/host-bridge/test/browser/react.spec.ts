import { expect, frameOf } from "./support/fixtures.ts";
import { test } from "./support/react-site.ts";

const frame = (page: import("@playwright/test").Page) => page.locator("iframe");
const lastState = (page: import("@playwright/test").Page) =>
  page.waitForFunction(() => window.page.events.findLast(({ type }) => type === "state"));

test("under StrictMode an add-on mints once, loads once and becomes ready", async ({ site, page, sites }) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await page.route("**/add-on.js", (route) => held.then(() => route.continue()));
  await site({ src: sites.addOnUrl });
  await expect(page.getByText("Loading the desk …")).toBeVisible();
  release();
  await expect(frame(page)).toBeVisible();
  await expect(page.getByText("Loading the desk …")).toHaveCount(0);

  expect(await page.evaluate(() => [window.page.mints, window.page.errors])).toEqual([1, []]);
  expect(sites.addOn.requests.filter((url) => url.startsWith("/?"))).toHaveLength(1);
});

test("a new context object that says the same does nothing; a changed one reaches the living add-on", async ({
  site,
  page,
  sites,
}) => {
  const context = {
    locale: "th-TH",
    user: { id: "7", name: "Anong", permissions: [] },
    business: { code: "CAFE01", name: "Café One", currency: "THB" },
  };
  await site({ src: sites.addOnUrl, context });
  await expect(frame(page)).toBeVisible();
  await site({ context: { ...context } });
  await site({ context: { ...context, locale: "en-US" } });
  const addOn = frameOf(page, sites.addOn);
  await addOn.waitForFunction(() => window.addOn.context?.locale === "en-US");

  expect(await addOn.evaluate(() => window.addOn.heard.filter(({ name }) => name === "context").length)).toBe(
    1,
  );
  expect(await addOn.evaluate(() => window.addOn.ups.length)).toBe(1);
});

test("a record that the site names no longer is gone from the add-on's context", async ({
  site,
  page,
  sites,
}) => {
  const context = {
    user: { id: "7", name: "Anong", permissions: [] },
    business: { code: "CAFE01", name: "Café One", currency: "THB" },
  };
  const placement = { area: "member-panel", path: "/members/42" };
  await site({ src: sites.addOnUrl, context: { ...context, placement: { ...placement, recordId: "42" } } });
  await expect(frame(page)).toBeVisible();
  const addOn = frameOf(page, sites.addOn);
  expect(await addOn.evaluate(() => window.addOn.hello?.context.placement.recordId)).toBe("42");
  await site({ context: { ...context, placement } });
  await addOn.waitForFunction(() => window.addOn.context);

  expect(await addOn.evaluate(() => window.addOn.context?.placement)).toEqual(placement);
});

test("another business mounts anew, with a token of its own", async ({ site, page, sites }) => {
  await site({ src: sites.addOnUrl });
  await expect(frame(page)).toBeVisible();
  await site({ businessCode: "PHO02" });
  await page.waitForFunction(() => window.page.mints === 2);
  await expect(frame(page)).toBeVisible();
  await expect(frame(page)).toHaveCount(1);
});

test("a failure shows the site's own screen, whose retry works", async ({ site, page, sites }) => {
  sites.addOn.route("/", () => ({ status: 503, body: "down" }));
  await site({ src: sites.addOnUrl, deadlines: { loadMs: 1000, handshakeMs: 300 } });
  await expect(page.getByRole("alert")).toContainText("ADD_ON_UNREACHABLE");

  sites.addOn.route("/", () => ({ body: '<!doctype html><script type="module" src="/add-on.js"></script>' }));
  await page.getByRole("button", { name: "Again" }).click();
  await expect(frame(page)).toBeVisible();
  await expect(page.getByRole("alert")).toHaveCount(0);
});

test("wrong options show the site's own screen instead of breaking the tree", async ({ site, page }) => {
  await site({ src: "http://desk.example/" });
  await expect(page.getByRole("alert")).toContainText("INVALID_ARGUMENT");
  expect(await page.evaluate(() => window.page.errors)).toEqual([]);
});

test("taking the component away unmounts the add-on", async ({ site, page, sites }) => {
  await site({ src: sites.addOnUrl });
  await expect(frame(page)).toBeVisible();
  await site(null);

  await expect(frame(page)).toHaveCount(0);
  expect(await (await lastState(page)).jsonValue()).toMatchObject({ state: { status: "unmounted" } });
});
