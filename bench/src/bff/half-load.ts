import type { BenchOptions, Table } from "../harness/bench.ts";
import type { ServerProcess } from "../harness/child.ts";
import { interleave, type Rounds, summaryOf } from "../harness/interleave.ts";
import { runLoadApart } from "../network/load-apart.ts";
import type { Contender, RunningContender } from "./contenders.ts";
import { measureProxy } from "./measure.ts";
import type { Lanes } from "./proxies.ts";
import { DIRECT, latencyTable } from "./tables.ts";
import { ACCESS_TOKEN, API_BASE, PATHS } from "./upstream-config.ts";

const EFFORT = {
  smoke: { rounds: 1, warmUps: 0, durationMs: 200, leadInMs: 0 },
  quick: { rounds: 3, warmUps: 1, durationMs: 2000, leadInMs: 1000 },
  // A full collection is felt for up to 140 ms, more than 1 % of four seconds: the p99 of a shorter run is that of a coin, whether
  // one falls into it or not.
  full: { rounds: 4, warmUps: 1, durationMs: 20_000, leadInMs: 4000 },
} as const;
/** Whoever carries less than this many times the rate is overloaded by it: what would be measured is a queue. */
const HEADROOM = 1.25;

/** Those that carry `rate`. The others are not even started: their backlog and collections would fall on these. */
export const carriersOf = (contenders: readonly Contender[], small: Rounds, rate: number): Contender[] =>
  contenders.filter(
    ({ key, ours }) =>
      small.has(key) && (ours || summaryOf(small, key, "perSecond").median >= rate * HEADROOM),
  );

/** The latency a proxy adds at a rate that is the same for all, one after the other, and to the upstream alone. */
export const halfLoad = async (
  running: Lanes,
  upstream: ServerProcess,
  rate: number,
  effort: BenchOptions["effort"],
): Promise<Table> => {
  const { durationMs, leadInMs, ...runs } = EFFORT[effort];
  const direct: RunningContender = {
    ports: [upstream.port],
    headers: { Authorization: `Bearer ${ACCESS_TOKEN}` },
    paths: { small: API_BASE + PATHS.small, large: API_BASE + PATHS.large },
    usage: () => upstream.usage(),
    stop: async () => {},
  };
  const lanes = [{ ...DIRECT, proxy: direct }, ...running];
  const load = { connections: 64, durationMs, leadInMs, rate };
  const measured = await interleave(
    lanes.map(({ key, proxy }) => ({ key, measure: () => measureProxy(proxy, "small", load, runLoadApart) })),
    runs,
  );
  return latencyTable(rate, lanes, measured);
};
