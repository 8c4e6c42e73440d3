/**
 * The contract that the SDK's fake host keeps, over the real bridge: `mountAddOn` on the site's origin, a real add-on that the
 * BFF serves, Privage behind it.
 */
import type { Page } from "@playwright/test";
import { createBrowserHarness } from "@privage-addons/test-support/bridge-contract/browser-harness";
import { bridgeContract } from "@privage-addons/test-support/bridge-contract/cases";
import { bundlePage } from "@privage-addons/test-support/bundle-page";
import type { DemoUrls } from "../../demo-stack.ts";
import { test } from "../../fixtures.ts";

// The host's page is put in place by the test. To the browser such a page comes from nowhere, and has to be allowed to call
// this machine.
test.use({ permissions: ["local-network-access"] });

const openHarness = async (page: Page, urls: DemoUrls) => {
  const [host, addOn] = await Promise.all([
    bundlePage(new URL("../../pages/contract-host.ts", import.meta.url)),
    bundlePage(new URL("../../pages/contract-add-on.ts", import.meta.url)),
  ]);
  const { origin } = new URL(urls.managementSite);
  const body = `<!doctype html><html lang="en"><title>Contract</title><link rel="icon" href="data:,"><body><script type="module">${host}</script>`;
  await page.route(`${origin}/bridge-contract?*`, (route) =>
    route.fulfill({ contentType: "text/html; charset=utf-8", body }),
  );
  await page.addInitScript(addOn);
  const signedIn = await fetch(`${urls.privage}/_sim/sign-in`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ staff_id: "staff-owner" }),
  });
  const { user_jwt } = (await signedIn.json()) as { user_jwt: string };
  const query = new URLSearchParams({ "add-on": `${urls.addOn}/`, privage: urls.privage, jwt: user_jwt });
  await page.goto(`${origin}/bridge-contract?${query}`);
  const frame = await (await page.waitForSelector("iframe")).contentFrame();
  if (!frame) throw new Error("The bridge has made no frame.");
  await frame.waitForURL(`${urls.addOn}/**`);
  return createBrowserHarness(page, frame);
};

for (const { name, run } of bridgeContract) {
  test(`the real bridge ${name}`, async ({ page, urls }) => {
    await run(await openHarness(page, urls));
  });
}
