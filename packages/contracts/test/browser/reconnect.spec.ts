import { expect, test, untilUp } from "./support/fixtures.ts";

const TIMES = 20;
const PAUSES = [undefined, 0, 10, 50] as const;

for (const pause of PAUSES) {
  const when = pause === undefined ? "in the same turn" : `after ${pause} ms`;

  test(`rule 5: an add-on that reconnects ${when} comes up again, ${TIMES} times of ${TIMES}`, async ({
    pair,
  }) => {
    await untilUp(await pair.open());
    for (let time = 0; time < TIMES; time++) {
      const outcome = await pair.frame().evaluate((ms) => {
        window.side.reconnect(ms);
        return new Promise((resolve) => setTimeout(resolve, ms ?? 0)).then(() =>
          window.side.call("echo", ms),
        );
      }, pause);
      expect(outcome.code, `time ${time}`).toBe("ok");
    }
  });

  test(`rule 5: a host that reconnects ${when} comes up again, ${TIMES} times of ${TIMES}`, async ({
    pair,
  }) => {
    const page = await pair.open();
    await untilUp(page);
    for (let time = 0; time < TIMES; time++) {
      const outcome = await page.evaluate((ms) => {
        window.side.reconnect(ms);
        return new Promise((resolve) => setTimeout(resolve, ms ?? 0)).then(() =>
          window.side.call("echo", ms),
        );
      }, pause);
      expect(outcome.code, `time ${time}`).toBe("ok");
    }
  });
}

test("rule 5: both sides may restart at once", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  for (let time = 0; time < TIMES; time++) {
    await Promise.all([
      page.evaluate(() => window.side.link.restart()),
      pair.frame().evaluate(() => window.side.link.restart()),
    ]);
    expect(await page.evaluate(() => window.side.call("echo", 1))).toMatchObject({ code: "ok" });
    expect(await pair.frame().evaluate(() => window.side.call("echo", 1))).toMatchObject({ code: "ok" });
  }
});

test("rule 5: a reload settles what the host waits for, and the link comes up again", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  const pending = page.evaluate(() => window.side.call("hold", {}));
  await pair.frame().evaluate(() => {
    // After evaluate() has answered: a page that is gone answers nobody.
    setTimeout(() => location.reload());
  });

  expect(await pending).toMatchObject({ code: "ADD_ON_GONE" });
  await untilUp(page);
  expect(await page.evaluate(() => window.side.call("echo", "again"))).toMatchObject({ code: "ok" });
});

test("restarts do not answer each other for ever", async ({ pair }) => {
  const page = await pair.open();
  await untilUp(page);
  await page.evaluate(() => window.side.link.restart());
  await page.evaluate(() => window.side.call("echo", 1));
  const generation = await page.evaluate(() => window.side.link.generation);
  // Any answer to an answer would arrive within these round trips.
  for (let i = 0; i < 20; i++) await page.evaluate(() => window.side.call("echo", 1));

  expect(await page.evaluate(() => window.side.link.generation)).toBe(generation);
  expect(generation).toBeLessThanOrEqual(3);
});
