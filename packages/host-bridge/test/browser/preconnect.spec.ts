import { createServer } from "node:http";
import type { Page } from "@playwright/test";
import { chromiumOptions } from "@privage-addons/test-support/chromium";
import { test as base, expect } from "./support/fixtures.ts";

/** A Privage that counts connections and notes requests. */
interface Privage {
  readonly url: string;
  readonly connections: () => number;
  readonly requests: readonly string[];
}

const test = base.extend<{ privage: Privage; sitePage: Page }>({
  /** The host's page in a browser with a profile: Chromium follows no hints in a context of its own, as in a private window. */
  sitePage: async ({ playwright, sites }, use) => {
    const context = await playwright.chromium.launchPersistentContext("", chromiumOptions());
    const page = await context.newPage();
    await page.goto(`${sites.host.url}/`);
    await use(page);
    await context.close();
  },
  // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
  privage: async ({}, use) => {
    let connections = 0;
    const requests: string[] = [];
    const server = createServer(({ method, url }, response) => {
      requests.push(`${method} ${url}`);
      response.writeHead(method === "OPTIONS" ? 204 : 201, {
        "access-control-allow-origin": "*",
        "access-control-allow-headers": "authorization, content-type",
        "content-type": "application/json",
      });
      response.end(method === "OPTIONS" ? undefined : '{ "exchange_token": "minted" }');
    });
    server.on("connection", () => connections++);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    const address = server.address();
    const port = typeof address === "object" && address ? address.port : 0;
    await use({ url: `http://127.0.0.1:${port}`, connections: () => connections, requests });
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  },
});

test("making a minter opens the connection that its first mint will use, and leaves nothing on the page", async ({
  sitePage,
  privage,
}) => {
  const isUntouched = await sitePage.evaluate((baseUrl) => {
    const before = document.documentElement.outerHTML;
    const mint = window.host.createPrivageMinter({ baseUrl, getUserToken: () => "user-jwt" });
    Object.assign(window, { mint });
    return document.documentElement.outerHTML === before;
  }, privage.url);

  await expect.poll(privage.connections).toBeGreaterThan(0);
  expect(privage.requests).toEqual([]);
  expect(isUntouched).toBe(true);
  const minted = await sitePage.evaluate(() => {
    const { mint } = window as unknown as { mint: import("../../src/index.ts").Mint };
    const { signal } = new AbortController();
    return mint({ appconnectId: 42, businessCode: "CAFE01", reason: "start", traceparent: "", signal });
  });
  expect(minted).toEqual({ exchangeToken: "minted" });
});

test("a mint opens the connection while it still waits for the user's token", async ({
  sitePage,
  privage,
}) => {
  await sitePage.evaluate((baseUrl) => {
    const mint = window.host.createPrivageMinter({
      baseUrl,
      getUserToken: () => new Promise<string>(() => {}),
    });
    const { signal } = new AbortController();
    void mint({ appconnectId: 42, businessCode: "CAFE01", reason: "start", traceparent: "", signal });
  }, privage.url);

  await expect.poll(privage.connections).toBeGreaterThan(0);
  expect(privage.requests).toEqual([]);
});
