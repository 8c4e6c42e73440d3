import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { interleave, ratioOf, summaryOf } from "../src/harness/interleave.ts";
import { quantile, summarise } from "../src/harness/statistics.ts";

describe("statistics", () => {
  it("takes the median and the middle half of the runs", () => {
    expect(summarise([5, 1, 4, 2, 3])).toEqual({ median: 3, low: 2, high: 4, runs: 5 });
  });

  it("never puts a quantile outside of what was measured", () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ noNaN: true, noDefaultInfinity: true, min: -1e9, max: 1e9 }), { minLength: 1 }),
        fc.double({ min: 0, max: 1, noNaN: true }),
        (values, p) => {
          const sorted = [...values].sort((a, b) => a - b);
          const value = quantile(sorted, p);
          expect(value).toBeGreaterThanOrEqual((sorted[0] ?? 0) - 1e-6);
          expect(value).toBeLessThanOrEqual((sorted.at(-1) ?? 0) + 1e-6);
        },
      ),
    );
  });

  it("refuses to summarise nothing", () => {
    expect(() => summarise([])).toThrow(RangeError);
  });
});

describe("interleaved runs", () => {
  it("lets contenders take turns, in an order that is turned round and moves, and throws warm-ups away", async () => {
    const order: string[] = [];
    const variant = (key: string) => ({
      key,
      measure: async (round: number) => {
        order.push(`${key}${round}`);
        return { ms: round };
      },
    });
    const rounds = await interleave([variant("a"), variant("b"), variant("c")], { rounds: 2, warmUps: 2 });
    expect(order.join(" ")).toBe("a-2 b-2 c-2 c-1 b-1 a-1 b0 c0 a0 a1 c1 b1");
    expect(summaryOf(rounds, "a", "ms").runs).toBe(2);
  });

  it("lets neither of two always go first", async () => {
    const first: string[] = [];
    let measured = 0;
    const variant = (key: string) => ({
      key,
      measure: async () => {
        if (measured++ % 2 === 0) first.push(key);
        return { ms: 1 };
      },
    });
    await interleave([variant("a"), variant("b")], { rounds: 4 });
    expect(first).toEqual(["a", "b", "b", "a"]);
  });

  it("takes ratios within a round, so that a slow round changes nothing", async () => {
    const slow = [1, 10, 3];
    const rounds = await interleave(
      [
        { key: "base", measure: async (round) => ({ ms: 100 * (slow[round] ?? 1) }) },
        { key: "ours", measure: async (round) => ({ ms: 50 * (slow[round] ?? 1) }) },
      ],
      { rounds: 3 },
    );
    expect(ratioOf(rounds, "ours", "base", "ms")).toMatchObject({ median: 0.5, low: 0.5, high: 0.5 });
  });

  it("names the contender that could not be measured", async () => {
    const broken = { key: "peer", measure: () => Promise.reject(new Error("no answer")) };
    await expect(interleave([broken], { rounds: 1 })).rejects.toThrow("peer could not be measured");
  });
});
