/** A site that is left and comes back from the browser's back/forward cache, and the add-on's page in its frame with it. */
import { chromium } from "@playwright/test";
import { chromiumOptions } from "@privage-addons/test-support/chromium";
import { expect, mount, test } from "./support/fixtures.ts";

test("rule 6: a site that comes back from the back/forward cache has its add-on as it was, on the same port", async ({
  sites,
}) => {
  sites.host.route("/elsewhere", () => ({ body: "<!doctype html><title>Elsewhere</title>" }));
  // Playwright switches the cache off, and cannot look into a page that came back: the browser itself is asked.
  const browser = await chromium.launch({
    ...chromiumOptions(),
    ignoreDefaultArgs: ["--disable-back-forward-cache"],
  });
  const page = await browser.newPage();
  await page.goto(`${sites.host.url}/`);
  await mount(page, sites.addOnUrl);
  const cdp = await page.context().newCDPSession(page);
  const evaluate = async (expression: string): Promise<unknown> => {
    const { result } = await cdp.send("Runtime.evaluate", {
      expression,
      returnByValue: true,
      awaitPromise: true,
    });
    return result.value;
  };
  await evaluate(`addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }))`);
  await evaluate(`setTimeout(() => location.assign("/elsewhere"))`);
  await expect.poll(() => evaluate("document.title")).toBe("Elsewhere");
  await evaluate("setTimeout(() => history.back())");
  await expect.poll(() => evaluate("window.persisted")).toBe(true);

  const seen = await evaluate(`(async () => {
    const states = [];
    mounted.subscribe(({ status }) => states.push(status));
    const { acknowledged } = await mounted.endSession("logout");
    return [...states, acknowledged, host.mints.length, host.unhandled.length];
  })()`);
  expect(seen).toEqual(["ended", true, 1, 0]);
  await browser.close();
});
