/** Attacks in a real browser: none gets a token, and after each the host's page still works. */
import { callHost, expect, frameOf, mount, test } from "../support/fixtures.ts";
import { deadlines } from "./support.ts";

test("clickjacking: a page that did not prove itself is not shown", async ({ hostPage, sites }) => {
  await mount(hostPage, `${sites.addOn.url}/plain`, { deadlines, until: "failed" });
  await expect(hostPage.locator("iframe")).toBeHidden();
});

test("rule 1: no token is in the page, its storage, its address, its events or its User Timing", async ({
  hostPage,
  sites,
}) => {
  await hostPage.evaluate(() => {
    const measured: string[] = [];
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) measured.push(JSON.stringify(entry));
    }).observe({ type: "measure" });
    Object.assign(window, { measured });
  });
  await mount(hostPage, sites.addOnUrl);
  await callHost(frameOf(hostPage, sites.addOn), "getExchangeToken", { reason: "start" });
  const everything = await hostPage.evaluate(() =>
    JSON.stringify([
      document.documentElement.outerHTML,
      location.href,
      { ...localStorage, ...sessionStorage },
      document.cookie,
      window.host.events,
      (window as unknown as { measured: string[] }).measured,
      performance.getEntries(),
    ]),
  );
  expect(everything).toContain("token-handed-out");
  expect(everything.replaceAll("token-handed-out", "")).not.toContain("token-1");
});
