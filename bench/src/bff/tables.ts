import type { Row, Table, Target } from "../harness/bench.ts";
import { differenceOf, type Rounds, ratioOf, summaryOf } from "../harness/interleave.ts";
import { type Contender, DISPATCH, OURS } from "./contenders.ts";
import type { UpstreamCounts } from "./upstream-config.ts";

type Labelled = Pick<Contender, "key" | "label" | "ours">;

const CPU_RATIO = { key: "cpuRatio", label: "CPU beside dispatch", unit: "×", digits: 2 };

const rowsOf = (contenders: readonly Labelled[], rounds: Rounds, metrics: readonly string[]): Row[] =>
  contenders.map(({ key, label, ours = false }) => ({
    key,
    label,
    ours,
    cells: {
      ...Object.fromEntries(metrics.map((metric) => [metric, summaryOf(rounds, key, metric)])),
      cpuRatio: ratioOf(rounds, key, DISPATCH.key, "cpu"),
    },
  }));

export const smallTable = (
  key: string,
  title: string,
  contenders: readonly Labelled[],
  rounds: Rounds,
): Table => ({
  key,
  title,
  columns: [
    { key: "perSecond", label: "requests", unit: "per s" },
    { key: "cpu", label: "CPU", unit: "µs per request" },
    CPU_RATIO,
    { key: "p50", label: "p50", unit: "ms", digits: 1 },
    { key: "p99", label: "p99", unit: "ms", digits: 1 },
    { key: "memory", label: "memory", unit: "MB" },
  ],
  rows: rowsOf(contenders, rounds, ["perSecond", "cpu", "p50", "p99", "memory"]),
  chart: "cpu",
});

export const largeTable = (contenders: readonly Labelled[], rounds: Rounds): Table => ({
  key: "large",
  title: "Bodies of 1 MB, 8 connections, 1 process",
  columns: [
    { key: "megabytesPerSecond", label: "throughput", unit: "MB/s" },
    { key: "cpu", label: "CPU", unit: "µs per request" },
    CPU_RATIO,
    { key: "memory", label: "memory", unit: "MB" },
  ],
  rows: rowsOf(contenders, rounds, ["megabytesPerSecond", "cpu", "memory"]),
});

/** Lane without a proxy, from which the others' added latency counts. */
export const DIRECT: Labelled = { key: "direct", label: "no proxy" };

export const latencyTable = (rate: number, lanes: readonly Labelled[], rounds: Rounds): Table => {
  const added = (key: string, metric: string) =>
    key === DIRECT.key ? null : differenceOf(rounds, key, DIRECT.key, metric);
  return {
    key: "half-load",
    title: `Latency at half of our load (${Math.round(rate)} requests per s for everybody, open loop)`,
    note:
      "Of those that carry this rate with a quarter to spare, in processes of their own; nothing else runs. The first four seconds of a run, in " +
      "which connections are opened and caches filled again, does not count; what counts is so long that one full collection is felt in less than 1 % of it. The " +
      "last column is the median of the p99 of each second: single slow seconds have little weight in it.",
    columns: [
      { key: "p50", label: "p50", unit: "ms", digits: 2 },
      { key: "p99", label: "p99", unit: "ms", digits: 2 },
      { key: "addedP50", label: "added p50", unit: "ms", digits: 2 },
      { key: "addedP99", label: "added p99", unit: "ms", digits: 2 },
      { key: "addedP99OfSecond", label: "added p99, median second", unit: "ms", digits: 2 },
    ],
    rows: lanes.map(({ key, label, ours = false }) => ({
      key,
      label,
      ours,
      cells: {
        p50: summaryOf(rounds, key, "p50"),
        p99: summaryOf(rounds, key, "p99"),
        addedP50: added(key, "p50"),
        addedP99: added(key, "p99"),
        addedP99OfSecond: added(key, "p99OfSecond"),
      },
    })),
  };
};

export const countsTable = (cold: UpstreamCounts, warm: UpstreamCounts, half: UpstreamCounts): Table => ({
  key: "upstream-calls",
  title: "Calls of our BFF to the platforms besides the forwarded ones",
  columns: [
    { key: "tokenRequests", label: "token requests" },
    { key: "introspections", label: "caller checks" },
  ],
  rows: [
    { key: "cold", label: "first table, cold start included", ours: true, cells: { ...cold } },
    { key: "warm", label: "all later runs of that process", ours: true, cells: { ...warm } },
    { key: "half", label: "latency runs, after a first call", ours: true, cells: { ...half } },
  ],
  note: "A caller check is cached for at most 60 s; the Partner token lives an hour.",
});

const MIDDLEWARE = "http-proxy-middleware";

export const targetsOf = (small: Rounds, latency: Table, tokenRequests: number): Target[] => {
  const addedAt = (row: string, column: string): number => {
    const cell = latency.rows.find(({ key }) => key === row)?.cells[column];
    return typeof cell === "object" && cell ? cell.median : Number.NaN;
  };
  const shown = (row: string, column: string): string => addedAt(row, column).toFixed(2);
  const besideDispatch = latency.rows.some(({ key }) => key === DISPATCH.key)
    ? `. In the same runs bare dispatch adds ${shown(DISPATCH.key, "addedP99")} ms; in the median second ours adds ` +
      `${shown(OURS.key, "addedP99OfSecond")} ms, bare dispatch ${shown(DISPATCH.key, "addedP99OfSecond")} ms`
    : "";
  const times = { unit: "×", digits: 2 };
  const rate = (key: string, beside: string) => ratioOf(small, key, beside, "perSecond").median;
  const targets: Target[] = [
    {
      key: "cpu",
      says: "CPU per request beside bare dispatch",
      comparison: "at most",
      limit: 1.4,
      measured: ratioOf(small, OURS.key, DISPATCH.key, "cpu").median,
      ...times,
      reason:
        "Three fifths of the floor's time is system calls, which ours makes too; what is left and ours alone, the caller, limits, log and metrics, " +
        "takes about as long as undici and node:http themselves. The quotient differs from run to run on a shared machine",
    },
    {
      key: "added-p99",
      says: "latency added at half load, p99",
      comparison: "at most",
      limit: 3,
      measured: addedAt(OURS.key, "addedP99"),
      unit: "ms",
      digits: 2,
      reason:
        "Generator, upstream and proxy share two cores: calls wait for a core, and now and then for a full collection (some 14 ms of one " +
        `core)${besideDispatch}`,
    },
    {
      key: "token-requests",
      says: "token requests while warm",
      comparison: "exactly",
      limit: 0,
      measured: tokenRequests,
    },
  ];
  if (!small.has(MIDDLEWARE)) return targets;
  return [
    ...targets,
    {
      key: "reply-from",
      says: "requests per second beside bare reply-from",
      comparison: "at least",
      limit: 1,
      measured: rate(OURS.key, "reply-from"),
      ...times,
    },
    {
      key: MIDDLEWARE,
      says: `requests per second beside ${MIDDLEWARE}`,
      comparison: "at least",
      limit: 1.5,
      measured: rate(OURS.key, MIDDLEWARE),
      ...times,
      reason: `In the same run the floor itself, bare dispatch, reaches ${rate(DISPATCH.key, MIDDLEWARE).toFixed(2)} ×: this release of ${MIDDLEWARE} is that much faster than the one the target was set against`,
    },
  ];
};
