import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { backoffMs, jittered, retryAfterMs } from "../../src/session/backoff.ts";

const NOW = Date.UTC(2026, 3, 17);
const pauseFor = (value: string, date?: string) =>
  retryAfterMs(new Headers({ "retry-after": value, ...(date && { date }) }), NOW);

describe("how long to wait", () => {
  it("reads Retry-After as seconds, decimal seconds and dates, at most five minutes", () => {
    expect(pauseFor("120")).toBe(120_000);
    expect(pauseFor("2.0")).toBe(2_000);
    expect(pauseFor("100000")).toBe(300_000);
    expect(pauseFor("Fri, 17 Apr 2026 00:00:30 GMT")).toBe(30_000);
    expect(pauseFor("soon")).toBe(0);
    expect(pauseFor("-5")).toBe(0);
    expect(retryAfterMs(new Headers(), NOW)).toBe(0);
  });

  it("compares a date with the answer's own Date, so that a wrong clock here does not matter", () => {
    expect(pauseFor("Sat, 18 Apr 2026 09:00:10 GMT", "Sat, 18 Apr 2026 09:00:00 GMT")).toBe(10_000);
  });

  it("waits longer after each failure, 17 s at most, and jitters upwards only", () => {
    expect([1, 2, 3, 4, 5, 50].map(backoffMs)).toEqual([250, 750, 2_250, 6_750, 17_000, 17_000]);
    fc.assert(
      fc.property(fc.nat(300_000), fc.double({ min: 0, max: 0.999, noNaN: true }), (ms, random) => {
        expect(jittered(ms, random)).toBeGreaterThanOrEqual(ms);
        expect(jittered(ms, random)).toBeLessThanOrEqual(ms * 1.125);
      }),
    );
  });
});
