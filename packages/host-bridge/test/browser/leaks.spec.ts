/** 1,000 mounts and unmounts, each with a page that loads, connects and takes a token; counted by the browser itself. */
import type { CDPSession } from "@playwright/test";
import { expect, test } from "./support/fixtures.ts";

test.describe.configure({ timeout: 900_000 });
// A trace keeps the nodes that it has seen.
test.use({ trace: "off" });

const COUNTERS = ["JSEventListeners", "Nodes", "Documents", "Frames", "JSHeapUsedSize"] as const;

const count = async (browser: CDPSession) => {
  // Twice: finalisers of the first run free what the second one collects.
  for (let i = 0; i < 2; i++) await browser.send("HeapProfiler.collectGarbage");
  const { metrics } = await browser.send("Performance.getMetrics");
  const metricOf = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  return Object.fromEntries(COUNTERS.map((name) => [name, metricOf(name)])) as Record<
    (typeof COUNTERS)[number],
    number
  >;
};

test("1,000 mounts leave no listener, frame, document or heap behind", async ({ hostPage, sites }) => {
  const browser = await hostPage.context().newCDPSession(hostPage);
  await browser.send("Performance.enable");
  const cycle = (times: number) =>
    hostPage.evaluate(
      async ([src, rounds]) => {
        for (let i = 0; i < rounds; i++) {
          const container = document.createElement("div");
          document.body.append(container);
          const addOn = window.host.mount({ src, container });
          await new Promise<void>((resolve) => {
            addOn.subscribe(({ status }) => status === "ready" && resolve());
          });
          addOn.unmount();
          container.remove();
          window.host.events.length = 0;
          window.host.mints.length = 0;
        }
        performance.clearResourceTimings();
      },
      [sites.addOnUrl, times] as const,
    );

  await cycle(50);
  const before = await count(browser);
  await cycle(1000);
  const after = await count(browser);

  expect({ ...after, JSHeapUsedSize: 0 }).toEqual({ ...before, JSHeapUsedSize: 0 });
  // 1,000 mounts that kept 500 bytes each would show.
  expect(after.JSHeapUsedSize - before.JSHeapUsedSize).toBeLessThan(500_000);
  test.info().annotations.push({ type: "counters", description: JSON.stringify({ before, after }) });
});

test("a host that forgets to unmount leaves no window listener once the frame is out of the document", async ({
  hostPage,
  sites,
}) => {
  const browser = await hostPage.context().newCDPSession(hostPage);
  const windowListeners = async () => {
    const { result } = await browser.send("Runtime.evaluate", { expression: "window" });
    const { listeners } = await browser.send("DOMDebugger.getEventListeners", {
      objectId: result.objectId ?? "",
    });
    return listeners.filter(({ type }) => type === "message").length;
  };
  const mounted = await hostPage.evaluate(async (src) => {
    const containers = Array.from({ length: 10 }, () =>
      document.body.appendChild(document.createElement("div")),
    );
    const addOns = containers.map((container) => window.host.mount({ src, container }));
    const isReady = (addOn: (typeof addOns)[number]) =>
      new Promise<void>((resolve) => {
        addOn.subscribe(({ status }) => status === "ready" && resolve());
      });
    await Promise.all(addOns.map(isReady));
    Object.assign(window, { containers });
    return addOns.length;
  }, sites.addOnUrl);
  expect(await windowListeners()).toBe(mounted);

  await hostPage.evaluate(() => {
    for (const container of (window as unknown as { containers: Element[] }).containers) container.remove();
  });
  // The browser tells of the removal with its next frame.
  await expect.poll(windowListeners).toBe(0);
});
