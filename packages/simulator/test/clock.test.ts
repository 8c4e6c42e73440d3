import { expect, test } from "vitest";
import { createClock } from "../src/clock/clock.ts";

/** A clock that stands still unless it is moved, and what was done by it. */
const still = () => {
  const clock = createClock(() => 1_000_000);
  const done: [what: string, at: number][] = [];
  const plan = (what: string, time: number) =>
    clock.at(time, async (at) => {
      done.push([what, at]);
    });
  return { clock, done, plan };
};

test("moving the clock does what falls due meanwhile, in the order of time, and nothing later", async () => {
  const { clock, done, plan } = still();
  plan("second", 1_002_000);
  plan("first", 1_001_000);
  plan("later", 1_003_001);
  await clock.advance(3);
  expect(done).toEqual([
    ["first", 1_001_000],
    ["second", 1_002_000],
  ]);
});

test("what is put on the agenda on the way is done as well, if it is due", async () => {
  const { clock, done, plan } = still();
  clock.at(1_001_000, async (time) => plan("child", time + 500));
  await clock.advance(2);
  expect(done).toEqual([["child", 1_001_500]]);
});

test("after a reset nothing of it comes any more", async () => {
  const { clock, done, plan } = still();
  plan("never", 1_001_000);
  clock.reset();
  await clock.advance(10);
  expect(done).toEqual([]);
});

test("it comes by itself when the clock is not moved", async () => {
  const clock = createClock(Date.now);
  const due = Date.now() + 30;
  const time = await new Promise<number>((resolve) => {
    clock.at(due, async () => resolve(clock.now()));
  });
  expect(time).toBeGreaterThanOrEqual(due);
});
