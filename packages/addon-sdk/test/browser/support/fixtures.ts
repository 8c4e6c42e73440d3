import { test as base, type Frame, type Page } from "@playwright/test";
import type { TestAddOn } from "../pages/add-on.ts";
import type { TestHost } from "../pages/host.ts";
import { type Sites, startSites } from "./sites.ts";

declare global {
  interface Window {
    testHost: TestHost;
    testAddOn: TestAddOn;
  }
}

/** `test` with two sites and a simulator of the worker's own. */
export const test = base.extend<object, { sites: Sites }>({
  sites: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
    async ({}, use) => {
      const sites = await startSites();
      await use(sites);
      await sites.close();
    },
    { scope: "worker" },
  ],
});

/** Opens the host's page; the frame is the add-on's, ready to connect. */
export const openSites = async (page: Page, sites: Sites): Promise<Frame> => {
  // The frame may load for ever.
  await page.goto(sites.hostUrl, { waitUntil: "commit" });
  const element = await page.waitForSelector("iframe");
  const frame = (await element.contentFrame()) as Frame;
  await frame.waitForFunction(() => window.testAddOn !== undefined);
  return frame;
};
