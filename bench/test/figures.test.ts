import { describe, expect, it } from "vitest";
import type { BenchResult } from "../src/harness/results.ts";
import { fillFigures } from "../src/report/figures.ts";
import { renderReport } from "../src/report/page.ts";

const result: BenchResult = {
  name: "size",
  title: "Bytes",
  about: "What is loaded.",
  effort: "full",
  measuredAt: "2026-11-22T05:00:00.000Z",
  durationSeconds: 3,
  machine: { cpu: "a CPU", cores: 2, memoryGb: 24, system: "linux", node: "v24", loadBefore: 0.1 },
  tables: [
    {
      key: "entries",
      title: "Brotli bytes",
      columns: [{ key: "brotli", label: "brotli", unit: "bytes" }],
      rows: [
        { key: "ours", label: "ours", ours: true, cells: { brotli: 5312 } },
        { key: "peer", label: "a & b", cells: { brotli: { median: 9000, low: 8900, high: 9100, runs: 3 } } },
      ],
      chart: "brotli",
    },
  ],
  targets: [
    {
      key: "ours",
      says: "ours",
      comparison: "at most",
      limit: 5000,
      measured: 5312,
      unit: "bytes",
      reason: "because",
    },
  ],
};
const results = new Map([["size", result]]);

describe("figures in prose", () => {
  it("are what the result file says, whatever stood there", () => {
    const page =
      "It is <!--bench:size/entries/ours/brotli-->4,000<!--/bench--> bytes, <!--bench:size/targets/ours-->?<!--/bench--> measured.";
    expect(fillFigures(page, results)).toBe(
      "It is <!--bench:size/entries/ours/brotli-->5,312<!--/bench--> bytes, <!--bench:size/targets/ours-->5,312<!--/bench--> measured.",
    );
  });

  it("fail when no result file has them", () => {
    expect(() => fillFigures("<!--bench:size/entries/ours/gzip-->1<!--/bench-->", results)).toThrow(
      "size/entries/ours/gzip",
    );
  });
});

describe("the page of benchmarks", () => {
  const files = renderReport(results);
  const page = files.get("docs/benchmarks.md") ?? "";

  it("shows medians with the middle half of the runs, and a missed target with its reason", () => {
    expect(page).toContain("| a & b | 9,000 (8,900–9,100) |");
    expect(page).toContain("| ours | at most 5,000 bytes | 5,312 bytes | **missed**: because |");
  });

  it("draws a chart of each table that asks for one, its text escaped", () => {
    const chart = files.get("docs/images/benchmarks/size-entries.svg") ?? "";
    expect(page).toContain("![Brotli bytes](images/benchmarks/size-entries.svg)");
    expect(chart).toContain("a &amp; b");
    expect(chart).toContain("5,312");
  });
});
