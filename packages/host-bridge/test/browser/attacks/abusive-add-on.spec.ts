/** Attacks in a real browser: none gets a token, and after each the host's page still works. */
import { callHost, expect, failureOf, frameOf, mount, test } from "../support/fixtures.ts";
import { deadlines, expectSafe } from "./support.ts";

test.describe("an add-on that abuses its calls", () => {
  test("prototype names are neither methods nor services", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const frame = frameOf(hostPage, sites.addOn);
    for (const name of ["__proto__", "constructor", "toString", "valueOf", "hasOwnProperty"]) {
      expect(await callHost(frame, name, {}), name).toMatchObject({ code: "INVALID_ARGUMENT" });
      expect(await callHost(frame, "service", { name, request: {} }), name).toMatchObject({
        code: "INVALID_ARGUMENT",
      });
    }
    await expectSafe(hostPage);
  });

  test("a polluted request changes no prototype", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    await frameOf(hostPage, sites.addOn).evaluate(() => {
      const request = JSON.parse(
        '{"message":"hi","__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}}',
      );
      return window.addOn.call("service", { name: "toast", request });
    });
    expect(await hostPage.evaluate(() => ["polluted" in {}, window.host.serviceCalls])).toEqual([
      false,
      [{ name: "toast", request: { message: "hi" } }],
    ]);
  });

  test("oversized arguments are refused", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const outcome = await frameOf(hostPage, sites.addOn).evaluate(() =>
      window.addOn.call("service", { name: "toast", request: { message: "x".repeat(20_000_000) } }, 20_000),
    );
    expect(outcome.code).toBe("INVALID_ARGUMENT");
    await expectSafe(hostPage);
  });

  for (const depth of [500, 3000]) {
    test(`arguments nested ${depth} deep break nothing`, async ({ hostPage, sites }) => {
      await mount(hostPage, sites.addOnUrl);
      const codes = await frameOf(hostPage, sites.addOn).evaluate(async (levels) => {
        let nested: unknown = "deep";
        for (let i = 0; i < levels; i++) nested = { nested };
        const deep = { name: "toast", request: { message: nested } };
        // Beyond some depth the browser itself drops the message, and the call ends at its deadline.
        return [
          (await window.addOn.call("service", deep, 1000)).code,
          (await window.addOn.call("service", { name: "toast", request: { message: "flat" } })).code,
        ];
      }, depth);
      expect(["INVALID_ARGUMENT", "CALL_TIMEOUT"]).toContain(codes[0]);
      expect(codes[1]).toBe("ok");
      await expectSafe(hostPage);
    });
  }

  for (const path of [
    "//evil.example",
    "/\\evil.example",
    "https://evil.example",
    "javascript:alert(1)",
    "members",
    "/a b",
  ]) {
    test(`navigate to ${path} is refused`, async ({ hostPage, sites }) => {
      await mount(hostPage, sites.addOnUrl);
      const outcome = await callHost(frameOf(hostPage, sites.addOn), "service", {
        name: "navigate",
        request: { path },
      });
      expect(outcome.code).toBe("INVALID_ARGUMENT");
    });
  }

  for (const url of [
    "javascript:alert(1)",
    "http://evil.example",
    "data:text/html,1",
    "https:\\\\evil.example",
    " https://x",
  ]) {
    test(`openExternal of ${url} is refused`, async ({ hostPage, sites }) => {
      await mount(hostPage, sites.addOnUrl);
      const frame = frameOf(hostPage, sites.addOn);
      expect((await callHost(frame, "service", { name: "openExternal", request: { url } })).code).toBe(
        "INVALID_ARGUMENT",
      );
    });
  }

  test("a malformed report is refused and reaches nobody", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const frame = frameOf(hostPage, sites.addOn);
    const good = { step: "exchange", at: Date.now(), durationMs: 5, outcome: "ok" };
    for (const bad of [
      { step: "mint-me" },
      { outcome: "eyJhbGciOi" },
      { label: "token-1" },
      { at: "now" },
      { durationMs: Number.NaN },
    ]) {
      expect((await callHost(frame, "report", { ...good, ...bad })).code).toBe("INVALID_ARGUMENT");
    }
    const relayed = await hostPage.evaluate(
      () => window.host.events.filter((event) => event.type === "step" && event.source === "add-on").length,
    );
    expect(relayed).toBe(0);
  });

  test("tokens cannot be hoarded: the eleventh in a minute is refused", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const codes = await frameOf(hostPage, sites.addOn).evaluate(async () => {
      const outcomes = [];
      for (let i = 0; i < 12; i++)
        outcomes.push(await window.addOn.call("getExchangeToken", { reason: "start" }));
      return outcomes.map(({ code }) => code);
    });
    expect(codes.filter((code) => code === "ok")).toHaveLength(10);
    expect(codes.at(-1)).toBe("RATE_LIMITED");
  });

  test("questions do not pile up before the person: one at a time", async ({ hostPage, sites }) => {
    await hostPage.evaluate((src) => {
      window.mounted = window.host.mount({
        src,
        services: { confirm: () => new Promise<boolean>(() => {}) },
      });
    }, sites.addOnUrl);
    await hostPage.waitForFunction(() => window.mounted.state.status === "ready");
    const code = await frameOf(hostPage, sites.addOn).evaluate(async () => {
      const question = { name: "confirm", request: { title: "Sure?" } };
      void window.addOn.call("service", question);
      return (await window.addOn.call("service", question)).code;
    });
    expect(code).toBe("RATE_LIMITED");
  });

  test("a flood of calls costs the add-on its frame", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    // The flood begins after evaluate() has answered: its end is that this frame is gone.
    await frameOf(hostPage, sites.addOn).evaluate(() => {
      setTimeout(() => {
        // Services weigh most: a slow machine must get through enough of them within 10 s.
        for (let i = 0; i < 1200; i++) void window.addOn.call("service", { name: "none" });
      });
    });
    await hostPage.waitForFunction(() => window.mounted.state.status === "failed");

    expect(await failureOf(hostPage)).toMatchObject({ code: "RATE_LIMITED" });
    await expect(hostPage.locator("iframe")).toHaveCount(0);
    await expectSafe(hostPage);
  });

  test("a flood of foreign window messages changes nothing", async ({ hostPage, sites }) => {
    await mount(hostPage, sites.addOnUrl);
    const frame = frameOf(hostPage, sites.addOn);
    await frame.evaluate(() => {
      for (let i = 0; i < 20_000; i++) parent.postMessage({ channel: "other", i }, "*");
    });
    expect(
      await callHost(frame, "service", { name: "toast", request: { message: "still here" } }),
    ).toMatchObject({
      code: "ok",
    });
  });

  test("nothing is served before the greeting, and nothing after the session's end", async ({
    hostPage,
    sites,
  }) => {
    await mount(hostPage, `${sites.addOnUrl}&mode=future`, { deadlines, until: "failed" });
    const frame = frameOf(hostPage, sites.addOn);
    expect(await callHost(frame, "getExchangeToken", { reason: "start" })).toMatchObject({
      code: "PROTOCOL_MISMATCH",
    });
    await hostPage.evaluate(() => window.mounted.endSession("logout"));
    expect((await callHost(frame, "getExchangeToken", { reason: "start" }, 500)).code).not.toBe("ok");
    await expectSafe(hostPage);
  });
});
