import type { CDPSession, Page } from "@playwright/test";

/** The browser's own counters of one renderer process, after a garbage collection. */
export interface PageCounters {
  readonly heapMegabytes: number;
  readonly listeners: number;
  readonly nodes: number;
  readonly frames: number;
}

export interface CounterReader {
  read(): Promise<PageCounters>;
}

export const readCountersOf = async (page: Page): Promise<CounterReader> => {
  const session: CDPSession = await page.context().newCDPSession(page);
  await session.send("Performance.enable");
  await session.send("HeapProfiler.enable");
  return {
    read: async () => {
      // Twice: what the first collection finalises, the second one frees.
      for (let pass = 0; pass < 2; pass++) await session.send("HeapProfiler.collectGarbage");
      const { metrics } = await session.send("Performance.getMetrics");
      const value = (name: string): number =>
        metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
      return {
        heapMegabytes: value("JSHeapUsedSize") / 1e6,
        listeners: value("JSEventListeners"),
        nodes: value("Nodes"),
        frames: value("Frames"),
      };
    },
  };
};
