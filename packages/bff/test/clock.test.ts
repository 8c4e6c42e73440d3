/** The clock of lifetimes over two clocks that misbehave, each in its way. */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createClock } from "../src/operations/clock.ts";

/** A clock, and what moves the two beneath it, in milliseconds. */
const clockOver = () => {
  let wall = 1_800_000_000_000;
  let monotonic = 0;
  const clock = createClock(
    () => Math.floor(wall),
    () => monotonic,
  );
  return {
    clock,
    move: (wallMs: number, monotonicMs: number) => {
      wall += wallMs;
      monotonic += monotonicMs;
    },
  };
};

const HOUR = 3_600_000;
/** In hundredths, from 0.01. */
const milliseconds = (mostHundredths: number) =>
  fc.integer({ min: 1, max: mostHundredths }).map((hundredths) => hundredths / 100);

describe("the clock", () => {
  it("goes on with the wall clock when a machine slept, through which the monotonic clock stood still", () => {
    const { clock, move } = clockOver();
    const before = clock.now();
    move(HOUR, 1);
    expect(clock.now() - before).toBeCloseTo(HOUR, 0);
    move(HOUR, 0.2); // Asked for in the moment of waking up: the next millisecond tells.
    clock.now();
    move(1, 1);
    expect(clock.now() - before).toBeCloseTo(2 * HOUR, -1);
  });

  it("goes on with the monotonic clock when the wall clock is set back, and notices the next sleep", () => {
    const { clock, move } = clockOver();
    const before = clock.now();
    move(-HOUR, 5_000);
    expect(clock.now() - before).toBe(5_000);
    move(HOUR, 1);
    expect(clock.now() - before).toBeCloseTo(HOUR + 5_000, -1);
  });

  it("gains nothing by being asked often: it stays with the two while they agree", () => {
    fc.assert(
      fc.property(fc.array(milliseconds(500), { maxLength: 200 }), (moves) => {
        const { clock, move } = clockOver();
        const start = clock.now();
        let passed = 0;
        for (const ms of moves) {
          move(ms, ms);
          passed += ms;
          expect(clock.now() - start).toBeCloseTo(passed, 2);
        }
      }),
    );
  });

  it("never goes back nor stands still, wherever the wall clock jumps", () => {
    const moves = fc.array(fc.tuple(fc.integer({ min: -5_000, max: 5_000 }), milliseconds(5_000)));
    fc.assert(
      fc.property(moves, (jumps) => {
        const { clock, move } = clockOver();
        let last = clock.now();
        for (const [jump, ms] of jumps) {
          move(jump, ms);
          const now = clock.now();
          expect(now).toBeGreaterThan(last);
          last = now;
        }
      }),
    );
  });
});
