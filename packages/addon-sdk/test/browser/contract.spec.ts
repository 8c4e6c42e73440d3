/** The same contract as the testing kit's host, over the real link between windows of two sites. Over `mountAddOn`: e2e/specs/handoff. */
import { expect, type Page } from "@playwright/test";
import { createBrowserHarness } from "@privage-addons/test-support/bridge-contract/browser-harness";
import { bridgeContract, vanishingHost } from "@privage-addons/test-support/bridge-contract/cases";
import { openSites, test } from "./support/fixtures.ts";
import type { Sites } from "./support/sites.ts";

const openHarness = async (page: Page, sites: Sites) => {
  const frame = await openSites(page, sites);
  return {
    ...createBrowserHarness(page, frame),
    goAway: () => page.evaluate(() => window.testHost.goAway()),
    comeBack: () => page.evaluate(() => window.testHost.comeBack()),
  };
};

for (const { name, run } of [...bridgeContract, vanishingHost]) {
  test(`a host over the real link ${name}`, async ({ page, sites }) => {
    await run(await openHarness(page, sites));
  });
}

test("there is one connection per page, however often it is asked for", async ({ page, sites }) => {
  const harness = await openHarness(page, sites);
  await harness.connect();
  const [, frame] = page.frames();
  expect(await frame?.evaluate(() => window.testAddOn.connectOften())).toBe(1);
  expect(await harness.exchangeTokensHandedOut()).toBe(1);
});

test("a site of another version hears so, and is not left with a page that went away", async ({
  page,
  sites,
}) => {
  const frame = await openSites(page, { ...sites, hostUrl: `${sites.hostUrl}&later` });
  expect(await frame.evaluate(() => window.testAddOn.failure())).toBe("The host speaks 7 to 9.");
  expect(await page.evaluate(() => window.testHost.greeting())).toBe("PROTOCOL_MISMATCH");
});

test("a page that is opened in a tab of its own says that it is in no frame", async ({ page, sites }) => {
  await page.goto(sites.addOnUrl);
  expect(await page.evaluate(() => window.testAddOn.failure())).toMatch(/This page is in no frame\.$/);
});

test("rule 1: no token is in any URL, in storage, in the page or on a window-level message", async ({
  page,
  sites,
}) => {
  const urls: string[] = [];
  page.on("request", (request) => urls.push(`${request.url()} ${request.headers()["referer"] ?? ""}`));
  await page.addInitScript(() => {
    const seen: string[] = [];
    addEventListener("message", ({ data }) => seen.push(JSON.stringify(data) ?? ""), true);
    Object.assign(window, { seen });
  });
  const secrets: string[] = [];
  page.on("response", async (response) => {
    if (!response.url().includes("auth-connect")) return;
    const body = (await response.json().catch(() => ({}))) as Record<string, string>;
    secrets.push(...Object.values(body).filter((value) => typeof value === "string" && value.length > 20));
  });
  const harness = await openHarness(page, sites);
  await harness.connect();
  expect(await harness.fetchStatus("/v2/connect/profile?card_no=001")).toBe(200);
  await expect.poll(() => secrets.length).toBeGreaterThanOrEqual(3);
  for (const frame of page.frames()) {
    const places = await frame.evaluate(() => {
      // A browser that keeps storage from framed sites keeps tokens out of it too.
      const read = (storage: () => Storage) => {
        try {
          return { ...storage() };
        } catch {
          return {};
        }
      };
      const { seen } = window as unknown as { seen: string[] };
      const stored = [read(() => localStorage), read(() => sessionStorage), document.cookie];
      return JSON.stringify([document.documentElement.outerHTML, stored, seen, location.href]);
    });
    for (const secret of secrets) expect(places).not.toContain(secret);
  }
  for (const secret of secrets) expect(urls.join("\n")).not.toContain(secret);
});
