import type { Bench, BenchOptions, Table } from "../harness/bench.ts";
import { type ServerProcess, startServer } from "../harness/child.ts";
import { interleave, type Rounds, summaryOf } from "../harness/interleave.ts";
import { type Contender, DISPATCH, OURS, PEERS, type RunningContender } from "./contenders.ts";
import { measureProxy } from "./measure.ts";
import { countsTable, DIRECT, largeTable, latencyTable, smallTable, targetsOf } from "./tables.ts";
import { ACCESS_TOKEN, API_BASE, PATHS, type UpstreamCounts } from "./upstream-config.ts";

type Running = Pick<Contender, "key" | "label" | "ours"> & { readonly proxy: RunningContender };
type Body = keyof typeof PATHS;

const EFFORT = {
  smoke: { rounds: 1, warmUps: 0, durationMs: 200 },
  quick: { rounds: 3, warmUps: 1, durationMs: 1000 },
  full: { rounds: 6, warmUps: 1, durationMs: 1200 },
} as const;

const CONNECTIONS: Record<Body, number> = { small: 64, large: 8 };
/** Worth running twice over: the floor, ours, and the closest peers. */
const TWO_PROCESSES = ["dispatch", "ours", "reply-from", "nginx"];

type Lanes = readonly Running[];

/** One call through each process: caller checked, token fetched, connection open. Rejects when it is not answered. */
const answersOnce = async ({ key, proxy: { ports, headers, paths } }: Running): Promise<void> => {
  for (const port of ports) {
    const response = await fetch(`http://127.0.0.1:${port}${paths.small}`, { headers });
    if (!response.ok) throw new Error(`${key} answers ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
};

/** Starts the proxies in front of `upstream`, runs `measure`, stops them whatever happens. */
const withProxies = async <T>(
  contenders: readonly Contender[],
  upstream: ServerProcess,
  processes: number,
  measure: (running: Lanes) => Promise<T>,
): Promise<T> => {
  const config = { upstreamPort: upstream.port, authorization: `Bearer ${ACCESS_TOKEN}` };
  const started = await Promise.all(
    contenders.map(async (contender) => ({ ...contender, proxy: await contender.start(config, processes) })),
  );
  const running = started.flatMap(({ proxy, ...rest }) => (proxy ? [{ ...rest, proxy }] : []));
  try {
    await Promise.all(running.map(answersOnce));
    return await measure(running);
  } finally {
    await Promise.all(running.map(({ proxy }) => proxy.stop()));
  }
};

const closedLoad = (running: Lanes, body: Body, { effort }: BenchOptions): Promise<Rounds> => {
  const { rounds, warmUps, durationMs } = EFFORT[effort];
  const load = { connections: CONNECTIONS[body], durationMs };
  return interleave(
    running.map(({ key, proxy }) => ({ key, measure: () => measureProxy(proxy, body, load) })),
    { rounds, warmUps },
  );
};

/** The latency a proxy adds, at half of what ours can do: the same rate for all, one after the other. */
const halfLoad = async (
  running: Lanes,
  upstream: ServerProcess,
  rate: number,
  effort: BenchOptions["effort"],
): Promise<Table> => {
  const direct: RunningContender = {
    ports: [upstream.port],
    headers: { Authorization: `Bearer ${ACCESS_TOKEN}` },
    paths: { small: API_BASE + PATHS.small, large: API_BASE + PATHS.large },
    usage: () => upstream.usage(),
    stop: async () => {},
  };
  const lanes = [{ ...DIRECT, proxy: direct }, ...running];
  const load = { connections: 64, durationMs: EFFORT[effort].durationMs, rate };
  const measured = await interleave(
    lanes.map(({ key, proxy }) => ({ key, measure: () => measureProxy(proxy, "small", load) })),
    EFFORT[effort],
  );
  return latencyTable(rate, lanes, measured);
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
    "share the machine's cores, so requests per second are bounded by all three; CPU per request is the proxy's alone. Ratios are " +
    "taken within a round, between runs seconds apart.",
  run: async (options) => {
    const { scope, effort, say } = options;
    const contenders = [DISPATCH, OURS, ...(scope === "all" ? PEERS : [])];
    const upstream = await startServer("bff/servers/upstream.ts");
    try {
      const one = await withProxies(contenders, upstream, 1, async (running) => {
        say("small bodies, 1 process");
        const small = await closedLoad(running, "small", options);
        // All is warm: from here on no proxy has a reason to ask for a token.
        const cold = await countsOf(upstream);
        say("bodies of 1 MB");
        const large = await closedLoad(running, "large", options);
        say("latency at half load");
        const rate = summaryOf(small, OURS.key, "perSecond").median / 2;
        const latency = await halfLoad(running, upstream, rate, effort);
        const warm = await countsOf(upstream);
        return {
          tables: [
            smallTable("small", "Small bodies (1 kB), 64 connections, 1 process", running, small),
            largeTable(running, large),
            latency,
            countsTable(cold, warm),
          ],
          targets: targetsOf(small, latency, warm),
        };
      });
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
      return { tables: [...one.tables, two], targets: one.targets };
    } finally {
      await upstream.stop();
    }
  },
};
