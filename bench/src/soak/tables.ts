import type { Row, Table, Target } from "../harness/bench.ts";
import { summarise } from "../harness/statistics.ts";
import type { LoadResult } from "../network/load.ts";

/** A part of the soak: the load through the BFF, then the same without it. */
export interface Slice {
  readonly through: LoadResult;
  readonly without: LoadResult;
  /** MB, at its end; null where the system does not tell. */
  readonly memory: number | null;
}

const rowOf = ({ through, without, memory }: Slice, index: number, sliceMs: number): Row => ({
  key: `slice-${index + 1}`,
  label: `after ${((index + 1) * sliceMs) / 1000} s`,
  ours: true,
  cells: {
    memory,
    answers: through.answers,
    failures: through.failures,
    p50: through.p50,
    p99: through.p99,
    addedP50: through.p50 - without.p50,
    addedP99: through.p99 - without.p99,
  },
});

export const soakTable = ({
  rate,
  sliceMs,
  shareOfOurs,
  memoryAtStart,
  peakMemory,
  held,
}: {
  readonly rate: number;
  readonly sliceMs: number;
  readonly shareOfOurs: number;
  readonly memoryAtStart: number | null;
  readonly peakMemory: number | null;
  readonly held: readonly Slice[];
}): Table => ({
  key: "soak",
  title:
    `${Math.round(rate)} requests per s, ${held.length} times ${Math.round((sliceMs * shareOfOurs) / 1000)} s, ` +
    `with ${Math.round((sliceMs * (1 - shareOfOurs)) / 1000)} s without a proxy after each`,
  columns: [
    { key: "memory", label: "memory", unit: "MB" },
    { key: "answers", label: "answers" },
    { key: "failures", label: "failures" },
    { key: "p50", label: "p50", unit: "ms", digits: 2 },
    { key: "p99", label: "p99", unit: "ms", digits: 2 },
    { key: "addedP50", label: "added p50", unit: "ms", digits: 2 },
    { key: "addedP99", label: "added p99", unit: "ms", digits: 2 },
  ],
  rows: [
    { key: "start", label: "before the first call", ours: true, cells: { memory: memoryAtStart } },
    ...held.map((slice, index) => rowOf(slice, index, sliceMs)),
    { key: "peak", label: "at most, at any moment", ours: true, cells: { memory: peakMemory } },
  ],
  chart: "memory",
});

export const targetsOf = ({
  startMs,
  tokenRequests,
  peakMemory,
  held,
}: {
  readonly startMs: number;
  readonly tokenRequests: number;
  readonly peakMemory: number | null;
  readonly held: readonly Slice[];
}): Target[] => {
  const memories = held.map(({ memory }) => memory ?? 0);
  const middle = memories[Math.floor(memories.length / 2)] ?? Number.NaN;
  const added = summarise(held.map(({ through, without }) => through.p99 - without.p99));
  return [
    {
      key: "start",
      says: "from the start of the process to the first 200 of /readyz, over the full vault",
      comparison: "at most",
      limit: 1000,
      measured: startMs,
      unit: "ms",
    },
    {
      key: "memory",
      says: "memory at most, at any moment since the start",
      comparison: "at most",
      limit: 150,
      measured: peakMemory ?? Number.NaN,
      unit: "MB",
      reason:
        "Most of it is not the heap in use but what V8 and its compilers held at their peak, which grows with what the machine carries",
    },
    {
      key: "growth",
      says: "memory at the end beside the middle",
      comparison: "at most",
      limit: 1.05,
      measured: (memories.at(-1) ?? Number.NaN) / middle,
      unit: "×",
      digits: 2,
    },
    {
      key: "failures",
      says: "failed calls",
      comparison: "exactly",
      limit: 0,
      measured: held.reduce((sum, { through }) => sum + through.failures, 0),
    },
    {
      key: "added-p99",
      says: "latency added, p99, median of the slices",
      comparison: "at most",
      limit: 3,
      measured: added.median,
      unit: "ms",
      digits: 2,
      reason:
        "Generator, upstream and BFF share two cores, and half of what these carry together is most of them: calls wait for a core, and for " +
        "the garbage collector. Bare dispatch misses it too, or nearly (npm run bench -- bff, same load for all)",
    },
    {
      key: "token-requests",
      says: "token requests during the soak",
      comparison: "exactly",
      limit: 0,
      measured: tokenRequests,
    },
  ];
};
