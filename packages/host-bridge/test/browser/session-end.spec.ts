/** Rule 8 where calls cross each other: whoever logs a person out is never overruled. */
import { expect, frameOf, keepBusy, mount, stopDeadlines, test } from "./support/fixtures.ts";

test("rule 8: a logout during a tenant switch wins: no new session starts", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  await stopDeadlines(hostPage);
  const seen = await hostPage.evaluate(async () => {
    window.mounted.update({ business: { code: "PHO02", name: "Phở Two", currency: "VND" } });
    await window.mounted.endSession("logout");
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return { status: window.mounted.state.status, mints: window.host.mints.length };
  });
  expect(seen).toEqual({ status: "ended", mints: 1 });
});

test("rule 8: a logout while permissions wait for their acknowledgement wins", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, sites.addOnUrl);
  await keepBusy(frameOf(hostPage, sites.addOn));
  const seen = await hostPage.evaluate(async () => {
    window.mounted.update({ user: { permissions: [] } });
    const { acknowledged } = await window.mounted.endSession("logout");
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return { acknowledged, status: window.mounted.state.status, mints: window.host.mints.length };
  });
  expect(seen).toEqual({ acknowledged: false, status: "ended", mints: 1 });
});

test("ending twice asks the add-on once and keeps its last words on the screen", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, sites.addOnUrl);
  await stopDeadlines(hostPage);
  const outcomes = await hostPage.evaluate(async () => [
    ...(await Promise.all([window.mounted.endSession("logout"), window.mounted.endSession("closed")])),
    await window.mounted.endSession("logout"),
  ]);

  expect(outcomes).toEqual(Array(3).fill({ acknowledged: true }));
  await expect(hostPage.locator("iframe")).toHaveCount(1);
  const ends = await frameOf(hostPage, sites.addOn).evaluate(
    () => window.addOn.heard.filter(({ name }) => name === "end").length,
  );
  expect(ends).toBe(1);
});

test("rule 8: a listener that throws keeps neither the greeting nor the logout from the add-on", async ({
  hostPage,
  sites,
}) => {
  const seen = await hostPage.evaluate(async (src) => {
    const addOn = window.host.mount({ src });
    window.mounted = addOn;
    addOn.subscribe(({ status }) => {
      throw new Error(`The site's own fault: ${status}`);
    });
    await new Promise<void>((resolve) => {
      addOn.subscribe(({ status }) => status === "ready" && resolve());
    });
    const { acknowledged } = await addOn.endSession("logout");
    return { acknowledged, status: addOn.state.status, unhandled: window.host.unhandled };
  }, sites.addOnUrl);

  expect(seen).toMatchObject({ acknowledged: true, status: "ended" });
  expect(seen.unhandled.at(-1)).toContain("The site's own fault: ended");
});

test("after the end nothing of the bridge listens any more", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  await stopDeadlines(hostPage);
  await hostPage.evaluate(() => window.mounted.endSession("logout"));
  const frame = frameOf(hostPage, sites.addOn);
  await hostPage.evaluate(() => window.mounted.update({ locale: "en-US" }));
  const { code } = await frame.evaluate(() =>
    window.addOn.call("getExchangeToken", { reason: "start" }, 300),
  );

  expect(code).toBe("HOST_GONE");
  expect(await hostPage.evaluate(() => window.host.mints.length)).toBe(1);
});
