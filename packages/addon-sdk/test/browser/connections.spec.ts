/** Which connections the calls of an add-on take, over each version of HTTP. */
import { expect, type Page } from "@playwright/test";
import type { Origin } from "@privage-addons/test-support/origin";
import { openSites, test } from "./support/fixtures.ts";
import { startSites } from "./support/sites.ts";

test.use({ ignoreHTTPSErrors: true });

const json = (status: number, body: object) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

/** The add-on's own server passes its calls on; here it answers them itself, and notes cookies. */
const passThrough = (addOn: Origin): readonly (string | undefined)[] => {
  const cookies: (string | undefined)[] = [];
  addOn.route("/privage/v1/auth-connect/access-token", ({ headers }) => {
    cookies.push(headers.cookie);
    return json(201, { access_token: "access", refresh_token: "refresh", expires_in: 900 });
  });
  addOn.route("/privage/v2/connect/profile", () => json(200, {}));
  return cookies;
};

/** Opens the add-on, exchanges and makes a call: the connections that these two opened, and the cookies they sent. */
const openAddOn = async (page: Page, protocol: "http1" | "http2") => {
  const sites = await startSites(protocol, "/privage");
  try {
    const cookies = passThrough(sites.addOn);
    const frame = await openSites(page, sites);
    const ofThePage = sites.addOn.connections();
    expect(await frame.evaluate(() => window.testAddOn.storm(1))).toEqual({ 200: 1 });
    expect(sites.addOn.requests).toContain("/privage/v1/auth-connect/access-token");
    return { opened: sites.addOn.connections() - ofThePage, cookies };
  } finally {
    await sites.close();
  }
};

test("over HTTP/2 the exchange and the first call take the page's connection", async ({ page }) => {
  expect(await openAddOn(page, "http2")).toEqual({ opened: 0, cookies: [undefined] });
});

test("over HTTP/1.1 they have one of their own, and do not wait for the page's scripts", async ({ page }) => {
  expect(await openAddOn(page, "http1")).toEqual({ opened: 1, cookies: [undefined] });
});
