import type { Bench, BenchOptions } from "../harness/bench.ts";
import { type ServerProcess, startServer } from "../harness/child.ts";
import { interleave, type Rounds, summaryOf } from "../harness/interleave.ts";
import { DISPATCH, OURS, oursIn, PEERS } from "./contenders.ts";
import { carriersOf, halfLoad } from "./half-load.ts";
import { measureProxy } from "./measure.ts";
import { type Lanes, withProxies } from "./proxies.ts";
import { countsTable, largeTable, smallTable, targetsOf } from "./tables.ts";
import type { PATHS, UpstreamCounts } from "./upstream-config.ts";

type Body = keyof typeof PATHS;

const EFFORT = {
  smoke: { rounds: 1, warmUps: 0, durationMs: 200 },
  quick: { rounds: 3, warmUps: 1, durationMs: 1000 },
  // Compilers need some seconds of a load until its cost stands still.
  full: { rounds: 6, warmUps: 4, durationMs: 1200 },
} as const;

const CONNECTIONS: Record<Body, number> = { small: 64, large: 8 };
/** Worth running twice over: the floor, ours, and the closest peers. */
const TWO_PROCESSES = ["dispatch", "ours", "reply-from", "nginx"];

const closedLoad = (running: Lanes, body: Body, { effort }: BenchOptions): Promise<Rounds> => {
  const { rounds, warmUps, durationMs } = EFFORT[effort];
  const load = { connections: CONNECTIONS[body], durationMs };
  return interleave(
    running.map(({ key, proxy }) => ({ key, measure: () => measureProxy(proxy, body, load) })),
    { rounds, warmUps },
  );
};

const countsOf = async (upstream: ServerProcess): Promise<UpstreamCounts> =>
  (await upstream.ask("counts")) as UpstreamCounts; // Our own script answers it.

/** What forwarding costs, with everything switched on, beside proxies that only forward. */
export const bff: Bench = {
  name: "bff",
  title: "Forwarding through the BFF",
  about:
    "One upstream answers from memory. Ours checks whose token the caller has (cached), limits, counts, logs every request (to the " +
    "null device) and attaches the Partner token; the others only forward, with a fixed header. Load generator, proxy and upstream " +
    "share the machine's cores, so requests per second are bounded by all three; CPU per request is the proxy's alone. Ours runs with " +
    "the V8 flags that `privage-bff serve` gives itself (decision 35), the others with Node's defaults, as their users run them: this " +
    "changes memory and latency. Ratios are taken within a round, between runs seconds apart.",
  run: async (options) => {
    const { scope, effort, beside, say } = options;
    const before = beside === undefined ? [] : [oursIn(beside)];
    const contenders = [DISPATCH, OURS, ...before, ...(scope === "all" ? PEERS : [])];
    const upstream = await startServer("bff/servers/upstream.ts");
    try {
      const one = await withProxies(contenders, upstream, 1, async (running) => {
        say("small bodies, 1 process");
        const small = await closedLoad(running, "small", options);
        // All is warm: from here on no proxy has a reason to ask for a token.
        const cold = await countsOf(upstream);
        say("bodies of 1 MB");
        const large = await closedLoad(running, "large", options);
        const warm = await countsOf(upstream);
        const table = smallTable("small", "Small bodies (1 kB), 64 connections, 1 process", running, small);
        return { small, cold, warm, tables: [table, largeTable(running, large)] };
      });
      say("latency at half load");
      const rate = summaryOf(one.small, OURS.key, "perSecond").median / 2;
      const half = await withProxies(
        carriersOf(contenders, one.small, rate),
        upstream,
        1,
        async (running) => {
          await countsOf(upstream);
          const latency = await halfLoad(running, upstream, rate, effort);
          return { latency, warm: await countsOf(upstream) };
        },
      );
      say("small bodies, 2 processes");
      const pairs = contenders.filter(({ key }) => TWO_PROCESSES.includes(key));
      const two = await withProxies(pairs, upstream, 2, async (running) =>
        smallTable(
          "two-processes",
          "Small bodies (1 kB), 64 connections, 2 processes",
          running,
          await closedLoad(running, "small", options),
        ),
      );
      const counts = countsTable(one.cold, one.warm, half.warm);
      return {
        tables: [...one.tables, half.latency, counts, two],
        targets: targetsOf(one.small, half.latency, one.warm.tokenRequests + half.warm.tokenRequests),
      };
    } finally {
      await upstream.stop();
    }
  },
};
