/**
 * A run set beside the published figures: what should be the same on another machine of the same size. That is the ratios, which
 * fall on contenders alike, what is counted, and whether each target is met; times, rates and memory are the machine's.
 */
import {
  type BenchOutcome,
  type Cell,
  type Column,
  isMet,
  type Row,
  type Table,
  type Target,
} from "../harness/bench.ts";
import { formatCell, formatValue } from "../harness/format.ts";
import type { BenchResult } from "../harness/results.ts";
import { isSummary, numberOf } from "../harness/statistics.ts";

/** Two runs on one machine differ by as much in a slow phase of it. */
const NOISE = 0.15;
/** Columns without a unit of the machine's: numbers of something, and verdicts. */
const COUNTED: ReadonlySet<string> = new Set([
  "renewals",
  "failures",
  "tokenRequests",
  "brotli",
  "peer",
  "ours",
]);

const rangeOf = (cell: Exclude<Cell, string | null>): readonly [number, number] =>
  isSummary(cell) ? [cell.low, cell.high] : [cell, cell];

/** Whether the medians are within noise of each other, or the middle halves of the runs meet. */
const isSame = (published: Cell, now: Cell): boolean => {
  if (published === null || now === null) return true; // Not measured here: a peer that is not installed.
  if (typeof published === "string" || typeof now === "string") return published === now;
  if (Math.abs(numberOf(now) - numberOf(published)) <= NOISE * Math.abs(numberOf(published))) return true;
  const [[low, high], [lowNow, highNow]] = [rangeOf(published), rangeOf(now)];
  return lowNow <= high && low <= highNow;
};

const isCompared = ({ key, unit }: Column): boolean => unit === "×" || COUNTED.has(key);

/** One thing that both runs have. */
interface Pair {
  readonly key: string;
  readonly label: string;
  readonly before: string;
  readonly now: string;
  readonly isSame: boolean;
}

const showTarget = (target: Target): string =>
  `${isMet(target) ? "met" : "missed"}, ${formatValue(target, target.measured)}`;

/** What was published too. */
const pairsOf = ({ tables, targets }: BenchOutcome, published: BenchResult): readonly Pair[] => [
  ...tables.flatMap((table) => {
    const before = published.tables.find(({ key }) => key === table.key);
    return table.columns.filter(isCompared).flatMap((column) =>
      table.rows.flatMap(({ key, label, cells }) => {
        const now = cells[column.key] ?? null;
        const then = before?.rows.find((row) => row.key === key)?.cells[column.key];
        if (then === undefined) return [];
        return [
          {
            key: `${table.key}/${key}/${column.key}`,
            label: `${table.title}: ${label}: ${column.label}`,
            before: formatCell(then, column),
            now: formatCell(now, column),
            isSame: isSame(then, now),
          },
        ];
      }),
    );
  }),
  ...targets.flatMap((target) => {
    const then = published.targets.find(({ key }) => key === target.key);
    if (!then) return [];
    return [
      {
        key: `target/${target.key}`,
        label: `target: ${target.says}`,
        before: showTarget(then),
        now: showTarget(target),
        isSame: isMet(then) === isMet(target),
      },
    ];
  }),
];

const rowOf = ({ key, label, before, now, isSame }: Pair): Row => ({
  key,
  label,
  cells: { published: before, now, verdict: isSame ? "same" : "differs" },
});

/** One run beside another. */
export interface Comparison {
  /** All that was compared, to print. */
  readonly table: Table;
  /** Labels, what was published and what is now. */
  readonly differing: readonly Pick<Pair, "label" | "before" | "now">[];
}

/** What both have, the published one first. */
export const compare = (outcome: BenchOutcome, published: BenchResult): Comparison => {
  const { measuredAt, machine } = published;
  const pairs = pairsOf(outcome, published);
  return {
    table: {
      key: "compared",
      title: `Beside the published run (${machine.cpu}, ${machine.cores} cores, Node ${machine.node}, ${measuredAt.slice(0, 10)})`,
      columns: [
        { key: "published", label: "published" },
        { key: "now", label: "now" },
        { key: "verdict", label: "" },
      ],
      rows: pairs.map(rowOf),
      note: `same: within ${NOISE * 100} %, or the middle halves of the runs meet; of a target, met or missed alike.`,
    },
    differing: pairs.filter(({ isSame }) => !isSame),
  };
};
