/** The same contract as the testing kit's host, over real windows of two sites in a real browser. */
import { expect, type Page } from "@playwright/test";
import { type BridgeHarness, bridgeContract } from "../bridge/contract.ts";
import { openSites, test } from "./support/fixtures.ts";
import type { Sites } from "./support/sites.ts";

const openHarness = async (page: Page, sites: Sites): Promise<BridgeHarness> => {
  const frame = await openSites(page, sites);
  const tell = async (name: string, request: unknown) => {
    await page.evaluate(([method, argument]) => window.host.tell(method, argument), [name, request] as const);
  };
  return {
    connect: () => frame.evaluate(() => window.testAddOn.connect()),
    locale: () => frame.evaluate(() => window.testAddOn.locale()),
    path: () => frame.evaluate(() => window.testAddOn.path()),
    sessionStatus: () => frame.evaluate(() => window.testAddOn.sessionStatus()),
    callService: (name, ...args) =>
      frame.evaluate(([service, request]) => window.testAddOn.callService(service, request), [
        name,
        args,
      ] as const),
    fetchStatus: (path) => frame.evaluate((to) => window.testAddOn.fetchStatus(to), path),
    paths: () => frame.evaluate(() => window.testAddOn.paths()),
    update: async (patch) => {
      await page.evaluate((own) => window.host.update(own), patch);
    },
    navigated: (path) => tell("navigated", { path }),
    endSession: (reason) => tell("end", { reason }),
    goAway: () => page.evaluate(() => window.host.goAway()),
    comeBack: () => page.evaluate(() => window.host.comeBack()),
    exchangeTokensHandedOut: () => page.evaluate(() => window.host.handedOut()),
    disconnect: () => frame.evaluate(() => window.testAddOn.disconnect()),
  };
};

for (const { name, run } of bridgeContract) {
  test(`the real bridge ${name}`, async ({ page, sites }) => {
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
