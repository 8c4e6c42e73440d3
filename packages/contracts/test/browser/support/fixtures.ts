import { test as base, type Frame, type Page } from "@playwright/test";
import { bundlePage } from "@privage-addons/test-support/bundle-page";
import { page as htmlPage, type Origin, script, startOrigin } from "@privage-addons/test-support/origin";
import type { Side } from "../pages/link.ts";

declare global {
  interface Window {
    side: Side;
  }
}

interface Pair {
  readonly host: Origin;
  readonly addOn: Origin;
  /** Opens the host page; what each side trusts may be overridden. */
  open(trust?: { readonly host?: string; readonly addOn?: string }): Promise<Page>;
  frame(): Frame;
}

/** Two pages on two sites, each with its side of a link. */
export const test = base.extend<{ pair: Pair }, { linkPage: string }>({
  linkPage: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
    async ({}, use) => use(await bundlePage(new URL("../pages/link.ts", import.meta.url))),
    { scope: "worker" },
  ],
  pair: async ({ page, linkPage }, use) => {
    const [host, addOn] = await Promise.all([startOrigin("localhost"), startOrigin("127.0.0.1")]);
    for (const origin of [host, addOn]) {
      origin.route("/", () => htmlPage("/link.js"));
      origin.route("/plain", () => ({ body: "<!doctype html><title>Plain</title>" }));
      origin.route("/link.js", () => script(linkPage));
    }
    const address = (origin: Origin, query: Record<string, string>) =>
      `${origin.url}/?${new URLSearchParams(query)}`;
    await use({
      host,
      addOn,
      open: async (trust = {}) => {
        const addOnUrl = address(addOn, { peer: host.url, ...(trust.addOn && { trust: trust.addOn }) });
        await page.goto(
          address(host, { role: "host", peer: addOnUrl, ...(trust.host && { trust: trust.host }) }),
        );
        return page;
      },
      frame: () => {
        const frame = page.frames().find((candidate) => candidate.url().startsWith(addOn.url));
        if (!frame) throw new Error("The add-on's frame is not there.");
        return frame;
      },
    });
    await Promise.all([host.close(), addOn.close()]);
  },
});

export { expect } from "@playwright/test";

export const untilUp = (side: Page | Frame) => side.waitForFunction(() => window.side.link.isUp);
