import { describe, expect, it } from "vitest";
import type { BenchOutcome, Cell, Column, Target } from "../src/harness/bench.ts";
import { isSameMachine } from "../src/harness/machine.ts";
import type { BenchResult } from "../src/harness/results.ts";
import { compare } from "../src/report/compare.ts";
import { renderReport } from "../src/report/page.ts";

const spread = (low: number, median: number, high: number) => ({ low, median, high, runs: 5 });
const RATIO: Column = { key: "ratio", label: "beside the floor", unit: "×", digits: 2 };

const outcomeOf = (cell: Cell, column = RATIO, targets: readonly Target[] = []): BenchOutcome => {
  const row = { key: "ours", label: "ours", ours: true, cells: { [column.key]: cell } };
  return { tables: [{ key: "table", title: "Table", columns: [column], rows: [row] }], targets };
};
const publish = (outcome: BenchOutcome): BenchResult => ({
  ...outcome,
  name: "bench",
  title: "Bench",
  about: "",
  effort: "full",
  measuredAt: "2026-11-22T05:00:00.000Z",
  durationSeconds: 3,
  machine: { cpu: "a CPU", cores: 2, memoryGb: 24, system: "linux", node: "v24", loadBefore: 0.1 },
});
const differing = (now: BenchOutcome, published: BenchOutcome): number =>
  compare(now, publish(published)).differing.length;

describe("a run beside the published one", () => {
  it.each<[string, Cell, Cell, number]>([
    ["a ratio within 15 %", spread(1.38, 1.4, 1.42), spread(1.2, 1.22, 1.24), 0],
    [
      "a ratio further off whose middle half meets the published one",
      spread(1, 2, 3),
      spread(1, 1.1, 1.2),
      0,
    ],
    ["a ratio further off whose middle half does not", spread(1.9, 2, 2.1), spread(1, 1.1, 1.2), 1],
    ["a better ratio", spread(0.4, 0.5, 0.6), spread(1, 1.1, 1.2), 1],
    ["a peer that is not installed here", null, spread(1, 1.1, 1.2), 0],
  ])("%s", (_what, now, published, count) => {
    expect(differing(outcomeOf(now), outcomeOf(published))).toBe(count);
  });

  it("counts and verdicts have to be what they were; times and rates are the machine's", () => {
    const renewals: Column = { key: "renewals", label: "renewals" };
    expect(differing(outcomeOf(2, renewals), outcomeOf(1, renewals))).toBe(1);
    expect(differing(outcomeOf(0, renewals), outcomeOf(0, renewals))).toBe(0);
    const verdict: Column = { key: "peer", label: "the peer" };
    expect(differing(outcomeOf("holds", verdict), outcomeOf("fails", verdict))).toBe(1);
    const time: Column = { key: "cold", label: "cold", unit: "ms" };
    expect(compare(outcomeOf(900, time), publish(outcomeOf(300, time))).table.rows).toEqual([]);
  });

  it("a target has to be met where it was met, and missed where it was missed", () => {
    const target = (measured: number): readonly Target[] => [
      { key: "cpu", says: "CPU", comparison: "at most", limit: 1.4, measured, unit: "×", digits: 2 },
    ];
    const run = (measured: number) => outcomeOf(1, RATIO, target(measured));
    expect(differing(run(1.1), run(1.39))).toBe(0);
    expect(differing(run(1.41), run(1.39))).toBe(1);
    expect(compare(run(1.41), publish(run(1.39))).table.rows.at(-1)?.cells).toEqual({
      published: "met, 1.39 ×",
      now: "missed, 1.41 ×",
      verdict: "differs",
    });
  });

  it("the page says what another machine had otherwise, and which run of which machine that is", () => {
    const here = publish(outcomeOf(spread(1.9, 2, 2.1)));
    const there = publish(outcomeOf(spread(1, 1.1, 1.2)));
    const elsewhere = {
      ...there,
      commit: "abc1234",
      machine: { ...there.machine, upSince: "2026-11-28T03:54Z" },
    };
    const pageOf = (other: BenchResult) =>
      renderReport(new Map([["bench", here]]), new Map([["bench", other]])).get("docs/benchmarks.md");
    const page = pageOf(elsewhere);
    expect(page).toContain(
      "(a CPU, 2 cores, up since 2026-11-28 03:54; measured 2026-11-22 05:00, commit abc1234): 0 of 1",
    );
    expect(page).toContain("| Table: ours: beside the floor | 1.10 (1.00–1.20) | 2.00 (1.90–2.10) |");
    expect(pageOf(here)).toContain("1 of 1 ratios, counts and targets are the same within noise.");
  });

  it("a machine is the same when it is up since the same moment, or nearly, as clocks are set", () => {
    const upSince = (upSince: string) => ({ ...publish(outcomeOf(1)).machine, upSince });
    expect(isSameMachine(upSince("2026-11-28T03:54Z"), upSince("2026-11-28T03:55Z"))).toBe(true);
    expect(isSameMachine(upSince("2026-11-28T03:54Z"), upSince("2026-11-29T06:12Z"))).toBe(false);
  });
});
