import type { Usage } from "../harness/child.ts";
import type { Sample } from "../harness/interleave.ts";
import { type LoadOptions, runLoad } from "../network/load.ts";
import type { RunningContender } from "./contenders.ts";

type Body = keyof RunningContender["paths"];
type Load = Pick<LoadOptions, "connections" | "durationMs" | "leadInMs" | "rate">;

/** One run of load against one proxy. Rejects when an answer failed: a fast error is no throughput. */
export const measureProxy = async (
  proxy: RunningContender,
  body: Body,
  load: Load,
  run = runLoad,
): Promise<Sample> => {
  const before = await proxy.usage();
  const result = await run({
    ports: proxy.ports,
    headers: proxy.headers,
    path: proxy.paths[body],
    ...load,
  });
  const after = await proxy.usage();
  if (result.failures > 0 || result.answers === 0) {
    throw new Error(
      `${result.failures} of ${result.answers} answers failed (status ${result.failedStatus}).`,
    );
  }
  return {
    perSecond: result.answers / result.seconds,
    megabytesPerSecond: result.bytes / 1e6 / result.seconds,
    cpu: cpuBetween(before, after) / result.answers,
    p50: result.p50,
    p99: result.p99,
    p99OfSecond: result.p99OfSecond,
    memory: after.residentBytes / 1e6,
  };
};

const cpuBetween = (before: Usage, after: Usage): number => after.cpuMicroseconds - before.cpuMicroseconds;
