import { expect, test, untilUp } from "./support/fixtures.ts";

test("both sides come up and call each other", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  const fromHost = await page.evaluate(() => window.side.call("echo", { to: "add-on" }));
  const fromAddOn = await pair.frame().evaluate(() => window.side.call("echo", { to: "host" }));

  expect([fromHost.value, fromAddOn.value]).toEqual([{ to: "add-on" }, { to: "host" }]);
});

test("a call made before the handshake waits for it", async ({ pair }) => {
  const page = await pair.open();
  expect(await page.evaluate(() => window.side.call("echo", 1))).toMatchObject({ code: "ok", value: 1 });
});

test("rule 1: nothing but the handshake is ever said between the windows", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  await page.evaluate(() => window.side.call("echo", "a secret"));
  const heard = [
    ...(await page.evaluate(() => window.side.windowMessages)),
    ...(await pair.frame().evaluate(() => window.side.windowMessages)),
  ];
  const words = heard.map(({ data }) => data as { channel: string; type: string; id: number });

  expect(words.map(({ type }) => type).sort()).toEqual(["ACK", "SYN"]);
  expect(words).toEqual(words.map(({ type, id }) => ({ channel: "privage-add-on", type, id })));
});

test("rule 7: an inherited name is no method", async ({ pair }) => {
  await untilUp(await pair.open());
  for (const name of ["constructor", "toString", "__proto__", "hasOwnProperty", ""]) {
    const outcome = await pair.frame().evaluate((method) => window.side.call(method, {}), name);
    expect(outcome.code, name).toBe("INVALID_ARGUMENT");
  }
});

test("rule 7: what a method throws crosses without its message and stack", async ({ pair }) => {
  await untilUp(await pair.open());
  const outcome = await pair.frame().evaluate(() => window.side.call("fail", {}));

  expect(outcome.code).toBe("INTERNAL");
  expect(outcome.message + outcome.stack).not.toContain("secret");
});

test("an answer that cannot be cloned is INTERNAL, and no rejection is left unhandled", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  const outcome = await pair.frame().evaluate(() => window.side.call("unsendable", {}));

  expect(outcome.code).toBe("INTERNAL");
  expect(await page.evaluate(() => window.side.unhandled)).toEqual([]);
});

test("a request that cannot be cloned is INVALID_ARGUMENT, and the link works on", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  const outcomes = await page.evaluate(async () => [
    await window.side.call("echo", () => {}),
    await window.side.call("echo", "after"),
  ]);

  expect(outcomes.map(({ code }) => code)).toEqual(["INVALID_ARGUMENT", "ok"]);
  expect(await page.evaluate(() => window.side.unhandled)).toEqual([]);
});

test("rule 5: a call nobody answers is CALL_TIMEOUT at its deadline", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  const outcome = await page.evaluate(() => window.side.call("hold", {}, 300));

  expect(outcome.code).toBe("CALL_TIMEOUT");
  expect(outcome.ms).toBeGreaterThan(290);
});

test("rule 5: a call to a side that never comes up is gone at its deadline", async ({ pair }) => {
  pair.addOn.route("/", () => ({ body: "<!doctype html><title>No SDK</title>" }));
  const page = await pair.open();
  expect(await page.evaluate(() => window.side.call("echo", 1, 300))).toMatchObject({ code: "ADD_ON_GONE" });
});

test("rule 5: closing settles what is pending, on both sides", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  const pending = pair.frame().evaluate(() => window.side.call("hold", {}));
  const own = await page.evaluate(async () => {
    const waiting = window.side.call("hold", {});
    window.side.link.close();
    return [await waiting, await window.side.call("echo", 1)];
  });

  expect(own.map(({ code }) => code)).toEqual(["ADD_ON_GONE", "ADD_ON_GONE"]);
  expect(await pending).toMatchObject({ code: "HOST_GONE" });
});

test("rule 7: an add-on that does not trust this host says so, and gets nothing else", async ({ pair }) => {
  const page = await pair.open({ addOn: "https://manage.example" });
  await page.waitForFunction(() => window.side.log.includes("refused"));
  const frame = pair.frame();

  expect(await frame.evaluate(() => window.side.log[0])).toBe(`foreign ${pair.host.url}`);
  expect(await page.evaluate(() => window.side.link.isUp)).toBe(false);
});

test("rule 7: a page of another origin is named to the host, and gets no port", async ({ pair }) => {
  const page = await pair.open({ host: "https://desk.example" });
  await page.waitForFunction(() => window.side.log.some((line) => line.startsWith("foreign")));

  expect(await page.evaluate(() => window.side.log[0])).toBe(`foreign ${pair.addOn.url}`);
  expect(await page.evaluate(() => window.side.windowMessages.some(({ ports }) => ports > 0))).toBe(false);
});

test("a flood of handshakes is left unanswered, and the link survives it", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  await pair.frame().evaluate(() => {
    for (let i = 0; i < 5000; i++) {
      parent.postMessage({ channel: "privage-add-on", type: "SYN", id: i + 2 }, "*");
    }
  });
  await page.waitForFunction(() => window.side.windowMessages.length >= 5000);

  const { generation, ms } = await page.evaluate(() => ({
    generation: window.side.link.generation,
    ms: (window.side.windowMessages.at(-1)?.at ?? 0) - (window.side.windowMessages[0]?.at ?? 0),
  }));
  // A slow machine takes the flood for longer than the 10 s that are counted at a time.
  expect(generation).toBeLessThan(310 * (1 + Math.ceil(ms / 10_000)));
});
