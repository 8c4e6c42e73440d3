import {
  callHost,
  expect,
  frameOf,
  keepBusy,
  mount,
  reach,
  stopDeadlines,
  test,
} from "./support/fixtures.ts";

const heardOf = (frame: import("@playwright/test").Frame, name: string) =>
  frame.evaluate(
    (method) => window.addOn.heard.filter((entry) => entry.name === method).map(({ request }) => request),
    name,
  );

test("states come in order, to listeners and events alike", async ({ hostPage, sites }) => {
  const states = await hostPage.evaluate(async (src) => {
    const seen: string[] = [];
    const addOn = window.host.mount({ src });
    seen.push(addOn.state.status);
    await new Promise<void>((resolve) => {
      addOn.subscribe(({ status }) => {
        seen.push(status);
        if (status === "ready") resolve();
      });
    });
    await addOn.endSession("logout");
    addOn.unmount();
    return seen;
  }, sites.addOnUrl);
  const events = await hostPage.evaluate(() =>
    window.host.events.flatMap((event) => (event.type === "state" ? [event.state.status] : [])),
  );

  expect(states.filter((status) => status !== "connecting")).toEqual([
    "loading",
    "ready",
    "ended",
    "unmounted",
  ]);
  expect(["loading", ...events]).toEqual(states);
});

test("an add-on unmounted in the turn of its mount neither mints nor loads (React StrictMode)", async ({
  hostPage,
  sites,
}) => {
  await hostPage.evaluate((src) => {
    window.host.mount({ src }).unmount();
    window.mounted = window.host.mount({ src });
  }, sites.addOnUrl);
  await reach(hostPage, "ready");

  expect(await hostPage.evaluate(() => window.host.mints.length)).toBe(1);
  expect(sites.addOn.requests.filter((url) => url.startsWith("/?"))).toHaveLength(1);
});

test("several add-ons share a page and do not hear each other", async ({ hostPage, sites }) => {
  const ids = await hostPage.evaluate(
    async (sources) => {
      const addOns = sources.map((src) => window.host.mount({ src }));
      await Promise.all(
        addOns.map(
          (addOn) =>
            new Promise<void>((resolve) => addOn.subscribe(({ status }) => status === "ready" && resolve())),
        ),
      );
      addOns[0]?.update({ locale: "vi-VN" });
      await addOns[1]?.endSession("closed");
      return addOns.map(({ traceId, state }) => ({ traceId, status: state.status }));
    },
    [sites.addOnUrl, sites.addOnUrl, sites.addOnUrl.replace(sites.addOn.url, sites.stranger.url)],
  );

  expect(ids.map(({ status }) => status)).toEqual(["ready", "ended", "ready"]);
  expect(new Set(ids.map(({ traceId }) => traceId)).size).toBe(3);
  expect(await heardOf(frameOf(hostPage, sites.stranger), "context")).toEqual([]);
});

test("hiding and showing keeps the session and tells the add-on", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  const frame = frameOf(hostPage, sites.addOn);
  const hide = (hidden: boolean) =>
    hostPage.evaluate((isHidden) => {
      const container = document.querySelector("iframe")?.parentElement;
      if (container) container.hidden = isHidden;
    }, hidden);
  // Asked from outside: a hidden frame has no animation frames in which it could wait.
  await hide(true);
  await expect.poll(() => heardOf(frame, "visibility")).toEqual([{ visible: false }]);
  await hide(false);
  await expect.poll(() => heardOf(frame, "visibility")).toEqual([{ visible: false }, { visible: true }]);
  expect(await hostPage.evaluate(() => window.mounted.state.status)).toBe("ready");
  expect(await frame.evaluate(() => window.addOn.ups.length)).toBe(1);
});

test("reload starts a new frame with a new token", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  await hostPage.evaluate(() => window.mounted.reload());
  await reach(hostPage, "ready");

  expect(
    await callHost(frameOf(hostPage, sites.addOn), "getExchangeToken", { reason: "start" }),
  ).toMatchObject({
    value: { exchangeToken: "token-2" },
  });
  await expect(hostPage.locator("iframe")).toHaveCount(1);
});

test("reload after logout starts a new session", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  await hostPage.evaluate(() => window.mounted.endSession("logout"));
  await hostPage.evaluate(() => window.mounted.reload());
  await reach(hostPage, "ready");
  expect(
    await callHost(frameOf(hostPage, sites.addOn), "getExchangeToken", { reason: "start" }),
  ).toMatchObject({
    code: "ok",
  });
});

test("unmount settles what the add-on waits for and leaves an empty container", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, sites.addOnUrl);
  await hostPage.evaluate(() => window.mounted.unmount());

  await expect(hostPage.locator("iframe")).toHaveCount(0);
  expect(await hostPage.evaluate(() => [window.mounted.state.status, window.host.unhandled])).toEqual([
    "unmounted",
    [],
  ]);
});

test("rule 8: a tenant switch is one call: the old session ends, the next token is for the new business", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, sites.addOnUrl);
  await stopDeadlines(hostPage);
  await hostPage.evaluate(() => {
    window.mounted.update({ business: { code: "PHO02", name: "Phở Two", currency: "VND" } });
    return new Promise<void>((resolve) => {
      window.mounted.subscribe(({ status }) => status === "loading" && resolve());
    });
  });
  await reach(hostPage, "ready");

  expect(await hostPage.evaluate(() => window.host.mints.map(({ businessCode }) => businessCode))).toEqual([
    "CAFE01",
    "PHO02",
  ]);
  expect(await frameOf(hostPage, sites.addOn).evaluate(() => window.addOn.hello?.context.business.code)).toBe(
    "PHO02",
  );
  const ends = await hostPage.evaluate(() =>
    window.host.events.flatMap((event) =>
      event.type === "step" && event.step === "end" ? [event.label, event.outcome] : [],
    ),
  );
  expect(ends).toEqual(["tenant-switch", "ok"]);
});

test("rule 8: changed permissions are acknowledged, and the session goes on", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  await stopDeadlines(hostPage);
  await hostPage.evaluate(() => window.mounted.update({ user: { permissions: [] } }));
  const frame = frameOf(hostPage, sites.addOn);
  await frame.waitForFunction(() => window.addOn.context?.user.permissions.length === 0);

  expect(await hostPage.evaluate(() => window.mounted.state.status)).toBe("ready");
  expect(await frame.evaluate(() => window.addOn.context?.user.name)).toBe("Anong");
});

test("rule 8: an add-on that does not acknowledge changed permissions loses its frame in under a second", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, sites.addOnUrl);
  await keepBusy(frameOf(hostPage, sites.addOn));
  const first = await hostPage.evaluate(() => {
    const old = document.querySelector("iframe");
    const isGone = new Promise<string>((resolve) => {
      new MutationObserver(() => old?.isConnected || resolve("frame gone")).observe(document.body, {
        childList: true,
        subtree: true,
      });
    });
    window.mounted.update({ user: { permissions: [] } });
    // On a busy machine both are late, and their order stays.
    return Promise.race([isGone, new Promise((resolve) => setTimeout(resolve, 1000, "a second over"))]);
  });
  expect(first).toBe("frame gone");
  await reach(hostPage, "ready");
});

test("permissions that change before the greeting are told by it, and the frame loads on", async ({
  hostPage,
  sites,
}) => {
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  await hostPage.route("**/add-on.js", (route) => held.then(() => route.continue()));
  await hostPage.evaluate(async (src) => {
    // Nobody has 700 ms here.
    const { setTimeout } = window;
    const inNoTime = (work: () => void, ms = 0, ...rest: unknown[]) =>
      setTimeout(work, ms === 700 ? 0 : ms, ...rest);
    Object.assign(window, { setTimeout: inNoTime });
    window.mounted = window.host.mount({ src });
    await new Promise((resolve) => setTimeout(resolve));
    window.mounted.update({ user: { permissions: [] } });
    await new Promise((resolve) => setTimeout(resolve));
    await new Promise((resolve) => setTimeout(resolve));
  }, sites.addOnUrl);
  release();
  await reach(hostPage, "ready");
  const frame = frameOf(hostPage, sites.addOn);

  expect(await hostPage.evaluate(() => window.host.mints.length)).toBe(1);
  expect(await frame.evaluate(() => window.addOn.hello?.context.user.permissions)).toEqual([]);
});

test("a context that says the same is not told again", async ({ hostPage, sites }) => {
  await mount(hostPage, sites.addOnUrl);
  await hostPage.evaluate(() => {
    window.mounted.update({ locale: "th-TH" });
    window.mounted.update({ locale: "en-US" });
  });
  const frame = frameOf(hostPage, sites.addOn);
  await frame.waitForFunction(() => window.addOn.context?.locale === "en-US");
  expect(await heardOf(frame, "context")).toHaveLength(1);
});

test("a context that changes during the handshake arrives after it", async ({ hostPage, sites }) => {
  await hostPage.evaluate((src) => {
    window.mounted = window.host.mount({ src });
    window.mounted.update({ locale: "en-US" });
    window.mounted.subscribe(
      ({ status }) => status === "connecting" && window.mounted.update({ locale: "vi-VN" }),
    );
  }, sites.addOnUrl);
  await reach(hostPage, "ready");
  const locale = await hostPage.evaluate(() => window.mounted.context.locale);
  expect(["en-US", "vi-VN"]).toContain(locale);
  await frameOf(hostPage, sites.addOn).waitForFunction(
    (wanted) => (window.addOn.context ?? window.addOn.hello?.context)?.locale === wanted,
    locale,
  );
});

test("the add-on's height is followed up to the cap, and a growth loop is reported once", async ({
  hostPage,
  sites,
}) => {
  await mount(hostPage, sites.addOnUrl, { maxHeightPx: 3000 });
  const frame = frameOf(hostPage, sites.addOn);
  await callHost(frame, "resize", { heightPx: 700 });
  await expect(hostPage.locator("iframe")).toHaveCSS("height", "700px");
  await callHost(frame, "resize", { heightPx: 100_000 });
  await expect(hostPage.locator("iframe")).toHaveCSS("height", "3000px");

  await callHost(frame, "resize", { heightPx: 100 });
  await frame.evaluate(() =>
    Promise.all(
      Array.from({ length: 60 }, (_, i) =>
        window.addOn.call("resize", { heightPx: 200 + i * 10, tallest: "main.page" }),
      ),
    ),
  );
  const loops = await hostPage.evaluate(() =>
    window.host.events.filter(({ type }) => type === "resize-loop"),
  );
  expect(loops).toMatchObject([{ element: "main.page" }]);
  await callHost(frame, "resize", { heightPx: 2500 });
  expect(await hostPage.locator("iframe").evaluate((element) => element.style.height)).not.toBe("2500px");
});
