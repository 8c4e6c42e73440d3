import { test as base } from "@playwright/test";
import { watchConsole } from "./console-guard.ts";
import { type DemoStack, type DemoUrls, startDemo } from "./demo-stack.ts";
import { createSimulatorControls, type SimulatorControls } from "./simulators.ts";

interface TestFixtures {
  readonly urls: DemoUrls;
  readonly simulators: SimulatorControls;
  /** What the browser complained about; a test with faults expects some, every other test expects none. */
  readonly browserComplaints: readonly string[];
}

/** `test` with a running demo of the worker's own: real processes, spoken to through HTTP and the browser only. */
export const test = base.extend<TestFixtures, { demo: DemoStack }>({
  demo: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads a fixture's needs from this pattern
    async ({}, use, workerInfo) => {
      const demo = await startDemo(workerInfo.workerIndex);
      await use(demo);
      await demo.stop();
    },
    { scope: "worker", timeout: 360_000 },
  ],
  urls: async ({ demo }, use) => use(demo.urls),
  // For every test, whether it asks for it or not: none meets what another left behind.
  simulators: [
    async ({ demo }, use) => {
      const controls = createSimulatorControls(demo.urls);
      await Promise.all([
        controls.reset("privage"),
        controls.clearFaults("partner"),
        controls.clearFaults("haravan"),
      ]);
      await use(controls);
    },
    { auto: true },
  ],
  browserComplaints: async ({ context }, use) => use(watchConsole(context).complaints),
});

export { expect } from "@playwright/test";
