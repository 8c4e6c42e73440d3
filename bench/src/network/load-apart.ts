import { startServer } from "../harness/child.ts";
import type { LoadOptions, LoadResult } from "./load.ts";

/**
 * A load from a process that does nothing else and has done nothing before. One that has held other loads for minutes has a heap
 * and compiled code of theirs, and lets calls wait by itself: without any proxy, the p99 was up to twice as long.
 */
export const runLoadApart = async (options: LoadOptions): Promise<LoadResult> => {
  const generator = await startServer("network/load-process.ts");
  try {
    const result = await generator.ask("run", options);
    if (typeof result === "string") throw new Error(result);
    return result as LoadResult; // Our own script answers it.
  } finally {
    await generator.stop();
  }
};
