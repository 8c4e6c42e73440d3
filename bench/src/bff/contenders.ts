import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { type ServerProcess, startServer, type Usage } from "../harness/child.ts";
import { describeCommit } from "../harness/commit.ts";
import { startNginx } from "./nginx.ts";
import { API_BASE, PATHS, type ProxyConfig } from "./upstream-config.ts";

/** A proxy under load: one or more processes of the same kind. */
export interface RunningContender {
  readonly ports: readonly number[];
  readonly headers: Readonly<Record<string, string>>;
  readonly paths: Readonly<Record<keyof typeof PATHS, string>>;
  /** Of all its processes together. */
  usage(): Promise<Usage>;
  stop(): Promise<void>;
}

export interface Contender {
  readonly key: string;
  readonly label: string;
  readonly ours?: boolean;
  /** Rejects or resolves with undefined where it is not installed. */
  start(config: ProxyConfig, processes: number): Promise<RunningContender | undefined>;
}

const PLAIN_PATHS = { small: API_BASE + PATHS.small, large: API_BASE + PATHS.large };
const OUR_PATHS = { small: `/partner${PATHS.small}`, large: `/partner${PATHS.large}` };

const together = (
  servers: readonly ServerProcess[],
  rest: Pick<RunningContender, "headers" | "paths">,
): RunningContender => ({
  ...rest,
  ports: servers.map(({ port }) => port),
  usage: async () =>
    (await Promise.all(servers.map((server) => server.usage()))).reduce((all, each) => ({
      cpuMicroseconds: all.cpuMicroseconds + each.cpuMicroseconds,
      residentBytes: all.residentBytes + each.residentBytes,
    })),
  stop: async () => void (await Promise.all(servers.map((server) => server.stop()))),
});

const script =
  (
    file: string,
    rest: Pick<RunningContender, "headers" | "paths">,
    flags?: readonly string[],
  ): Contender["start"] =>
  async (config, processes) => {
    const starting = Array.from({ length: processes }, () => startServer(file, config, flags));
    return together(await Promise.all(starting), rest);
  };

const bare = { headers: {}, paths: PLAIN_PATHS };
/** The V8 flags that an operator's process is given (packages/bff/bin/privage-bff.mjs); they change memory, processor time and latency. */
export const OPERATORS_FLAGS: readonly string[] = [
  "--max-semi-space-size=8",
  "--heap-growing-percent=10",
  "--v8-pool-size=1",
  "--no-maglev",
  "--no-allocation-site-pretenuring",
];
/** Ours asks whose token this is; the upstream of the bench knows one business only. */
const authorised = { headers: { Authorization: "Bearer privage-token-of-no-value" }, paths: OUR_PATHS };

export const DISPATCH: Contender = {
  key: "dispatch",
  label: "node:http + undici dispatch (the floor)",
  start: script("bff/servers/dispatch.ts", bare),
};

export const OURS: Contender = {
  key: "ours",
  label: "privage-bff, everything on",
  ours: true,
  start: script("bff/servers/ours.ts", authorised, OPERATORS_FLAGS),
};

/** Ours as it is in another clone of the project, at another commit: whether a change costs anything, on a machine of any speed. */
export const oursIn = (folder: string): Contender => ({
  key: "beside",
  label: `privage-bff of ${describeCommit(folder) ?? folder}`,
  start: script(
    pathToFileURL(join(folder, "bench/src/bff/servers/ours.ts")).href,
    authorised,
    OPERATORS_FLAGS,
  ),
});

export const PEERS: readonly Contender[] = [
  { key: "reply-from", label: "@fastify/reply-from, bare", start: script("bff/peers/reply-from.ts", bare) },
  {
    key: "http-proxy-middleware",
    label: "http-proxy-middleware, bare",
    start: script("bff/peers/http-proxy-middleware.ts", bare),
  },
  { key: "hono", label: "Hono proxy, bare", start: script("bff/peers/hono.ts", bare) },
  { key: "fetch", label: "node:http + global fetch, bare", start: script("bff/peers/fetch.ts", bare) },
  {
    key: "nginx",
    label: "nginx, one worker a process",
    start: async (config, processes) => {
      const running = await startNginx(config, processes);
      return running && { ...bare, ...running };
    },
  },
];
