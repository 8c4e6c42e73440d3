import type { Browser, Page } from "@playwright/test";
import { launchChromium } from "../browser/chromium.ts";
import type { Contender } from "../handoff/contenders.ts";
import { type Stack, startStack } from "../handoff/stack.ts";
import type { Bench, Row, Table } from "../harness/bench.ts";
import { type CounterReader, type PageCounters, readCountersOf } from "./page-counters.ts";
import type { LeakAddOn } from "./pages/add-on.ts";
import type { LeakHost } from "./pages/host.ts";

const EFFORT = {
  smoke: { mounts: 10, calls: 200, hours: 0.5 },
  quick: { mounts: 100, calls: 2000, hours: 8 },
  full: { mounts: 1000, calls: 10_000, hours: 8 },
} as const;

/** Code and caches are filled before the first reading. */
const WARM_UP_MOUNTS = 5;
const STEP_SECONDS = 300;

const PAIR: Contender = {
  key: "leaks",
  label: "leaks",
  host: "leaks/pages/host.ts",
  addOn: { inline: "handoff/pages/add-on-ours-bootstrap.ts", main: ["leaks/pages/add-on.ts"] },
  server: "bff-near",
  until: "message",
};

type HostWindow = { readonly leaks: LeakHost };
type AddOnWindow = { readonly leaks: LeakAddOn };

interface Reading {
  readonly before: PageCounters;
  readonly after: PageCounters;
}

const compare = async (reader: CounterReader, work: () => Promise<unknown>): Promise<Reading> => {
  const before = await reader.read();
  await work();
  return { before, after: await reader.read() };
};

const mountIn = (page: Page, stack: Stack, times: number): Promise<void> => {
  const { privageUrl, userToken } = stack;
  const request = { src: stack.addOnUrl(PAIR), privageUrl, userToken, until: PAIR.until };
  return page.evaluate(
    (options) => (globalThis as unknown as HostWindow).leaks.mount(options.request, options.times),
    { request, times },
  );
};

const openHost = async (browser: Browser, stack: Stack): Promise<Page> => {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(stack.hostUrl(PAIR));
  return page;
};

/** Mounts and unmounts, with the page empty at both readings; then calls over one connection. */
const mountsAndCalls = async (
  browser: Browser,
  stack: Stack,
  { mounts, calls }: { mounts: number; calls: number },
) => {
  const page = await openHost(browser, stack);
  const reader = await readCountersOf(page);
  const unmount = () => page.evaluate(() => (globalThis as unknown as HostWindow).leaks.unmount());
  const call = (times: number) =>
    page.evaluate((count) => (globalThis as unknown as HostWindow).leaks.call(count), times);
  await mountIn(page, stack, WARM_UP_MOUNTS);
  await unmount();
  const mounting = await compare(reader, async () => {
    await mountIn(page, stack, mounts);
    await unmount();
  });
  await mountIn(page, stack, 1);
  await call(100);
  const calling = await compare(reader, () => call(calls));
  await page.context().close();
  return { mounting, calling };
};

/** A day at the counter: time is the browser's and the platform's, moved in step; a call every five minutes. */
const workDay = async (browser: Browser, stack: Stack, hours: number) => {
  const page = await openHost(browser, stack);
  await page.clock.install();
  await mountIn(page, stack, 1);
  const frame = page.frames().find((each) => each !== page.mainFrame());
  if (!frame) throw new Error("The add-on has no frame.");
  const reader = await readCountersOf(page);
  let failed = 0;
  const callApi = async () => {
    const status = await frame.evaluate(() => (globalThis as unknown as AddOnWindow).leaks.callApi());
    if (status !== 200) failed++;
  };
  await callApi();
  const day = await compare(reader, async () => {
    for (let passed = 0; passed < hours * 3600; passed += STEP_SECONDS) {
      await fetch(`${stack.privageUrl}/_sim/clock`, {
        method: "POST",
        body: JSON.stringify({ advanceSeconds: STEP_SECONDS }),
      });
      await page.clock.fastForward(STEP_SECONDS * 1000);
      await callApi();
    }
  });
  await page.context().close();
  return { day, failed };
};

const rowOf = (key: string, label: string, { before, after }: Reading): Row => ({
  key,
  label,
  ours: true,
  cells: {
    heapBefore: before.heapMegabytes,
    heapAfter: after.heapMegabytes,
    listeners: after.listeners - before.listeners,
    nodes: after.nodes - before.nodes,
    frames: after.frames - before.frames,
  },
});

/** Nothing may stay behind: not after a thousand mounts, not after ten thousand calls, not after a day. */
export const leaks: Bench = {
  name: "leaks",
  title: "What stays behind",
  about:
    "Chromium's own counters of the host page (JSHeapUsedSize, JSEventListeners, Nodes, Frames), read after a garbage collection. Each mount " +
    "is a whole handoff up to the first authorised answer; each call crosses the bridge and is answered; in the day, browser and " +
    "platform live through eight hours in five-minute steps with a call in each, while access tokens live 15 minutes.",
  run: async ({ effort, say }) => {
    const { mounts, calls, hours } = EFFORT[effort];
    const stack = await startStack([PAIR]);
    const browser = await launchChromium();
    try {
      say(`${mounts} mounts, ${calls} bridge calls`);
      const { mounting, calling } = await mountsAndCalls(browser, stack, { mounts, calls });
      say(`${hours} simulated hours`);
      const { day, failed } = await workDay(browser, stack, hours);
      const table: Table = {
        key: "counters",
        title: "The host page before and after",
        columns: [
          { key: "heapBefore", label: "heap before", unit: "MB", digits: 2 },
          { key: "heapAfter", label: "heap after", unit: "MB", digits: 2 },
          { key: "listeners", label: "listeners more" },
          { key: "nodes", label: "nodes more" },
          { key: "frames", label: "frames more" },
        ],
        rows: [
          rowOf("mounts", `${mounts.toLocaleString("en-US")} mounts and unmounts`, mounting),
          rowOf("calls", `${calls.toLocaleString("en-US")} bridge calls`, calling),
          rowOf("day", `${hours} simulated hours`, day),
        ],
      };
      const grown = (read: (counters: PageCounters) => number) =>
        Math.max(...[mounting, calling, day].map(({ before, after }) => read(after) - read(before)));
      return {
        tables: [table],
        targets: [
          {
            key: "frames",
            says: "frames left behind",
            comparison: "at most",
            limit: 0,
            measured: grown(({ frames }) => frames),
          },
          {
            key: "listeners",
            says: "listeners left behind",
            comparison: "at most",
            limit: 0,
            measured: grown(({ listeners }) => listeners),
          },
          {
            key: "heap",
            says: "heap grown by",
            comparison: "at most",
            limit: 1,
            measured: grown(({ heapMegabytes }) => heapMegabytes),
            unit: "MB",
            digits: 2,
          },
          {
            key: "failed",
            says: "failed calls in the simulated day",
            comparison: "exactly",
            limit: 0,
            measured: failed,
          },
        ],
      };
    } finally {
      await browser.close();
      await stack.close();
    }
  },
};
