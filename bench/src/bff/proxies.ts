/** Starting the proxies of one table, and stopping them. */
import type { ServerProcess } from "../harness/child.ts";
import type { Contender, RunningContender } from "./contenders.ts";
import { ACCESS_TOKEN } from "./upstream-config.ts";

export type Running = Pick<Contender, "key" | "label" | "ours"> & { readonly proxy: RunningContender };
export type Lanes = readonly Running[];

/** One call through each process: caller checked, token fetched, connection open. Rejects when it is not answered. */
const answersOnce = async ({ key, proxy: { ports, headers, paths } }: Running): Promise<void> => {
  for (const port of ports) {
    const response = await fetch(`http://127.0.0.1:${port}${paths.small}`, { headers });
    if (!response.ok) throw new Error(`${key} answers ${response.status}: ${await response.text()}`);
    await response.arrayBuffer();
  }
};

/** Starts the proxies in front of `upstream`, runs `measure`, stops them whatever happens. */
export const withProxies = async <T>(
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
