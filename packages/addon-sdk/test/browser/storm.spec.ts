/** More calls at once than a browser bears, on an expired token, against the simulator. */
import { expect } from "@playwright/test";
import { openSites, test } from "./support/fixtures.ts";
import { startSites } from "./support/sites.ts";

// A trace would note each of the calls.
test.use({ trace: "off" });

/** Chromium bears 2,700 requests of a page, half as many to another origin. The bench `storm` makes 10,000 calls. */
const CALLS = 3_000;

test("rule 4: 3,000 calls at once on an expired token are one renewal, and none of them fails", async ({
  page,
}) => {
  test.setTimeout(600_000);
  const sites = await startSites();
  try {
    const frame = await openSites(page, sites);
    expect(await frame.evaluate(() => window.testAddOn.storm(1))).toEqual({ 200: 1 });
    await sites.expireAccessTokens();
    expect(await frame.evaluate((calls) => window.testAddOn.storm(calls), CALLS)).toEqual({ 200: CALLS });
    expect(await sites.countRequests("/renew-token")).toBe(1);
    expect(await sites.countRequests("/access-token")).toBe(1);
  } finally {
    await sites.close();
  }
});
