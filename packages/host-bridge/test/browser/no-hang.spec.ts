/**
 * Rule 5, case by case, each many times: whatever happens to the frame, a call that is under way settles, and where the
 * add-on is still itself the bridge reconnects.
 */
import type { Page } from "@playwright/test";
import { expect, frameOf, lead, test } from "./support/fixtures.ts";
import { test as reactTest } from "./support/react-site.ts";

const TIMES = 50;
/** A call under way does not wait for this: it settles, with another code, when the page is known to be gone. */
const DEADLINE_MS = 60_000;

test.describe.configure({ timeout: 180_000 });

const open = async (page: Page, src: string) => {
  await page.evaluate((url) => {
    window.opened = window.bare.open(url);
  }, src);
  expect(await ping(page)).toMatchObject({ code: "ok" });
};
const ping = (page: Page) =>
  page.evaluate(() => window.bare.outcome(window.opened.connection.call("ping", {}, { timeoutMs: 30_000 })));
/** Begins a call that is never answered; resolves, after the page did `what`, to how the call ended. */
const during = async (page: Page, what: () => Promise<unknown>) => {
  const pending = page.evaluate(
    (timeoutMs) => window.bare.outcome(window.opened.connection.call("hold", {}, { timeoutMs })),
    DEADLINE_MS,
  );
  await what();
  return pending;
};

interface Case {
  readonly name: string;
  readonly act: (page: Page, addOn: Parameters<typeof frameOf>[1], elsewhere: string) => Promise<unknown>;
  /** What brings the add-on back, where nothing does so by itself. */
  readonly restore?: (page: Page, src: string) => Promise<unknown>;
}

/** Leads the frame back, and waits for its `load`: the next one then means another page for certain. */
const setSrc = (page: Page, src: string) =>
  page.evaluate((url) => {
    const { frame } = window.opened;
    frame.src = url;
    return new Promise<void>((resolve) => frame.addEventListener("load", () => resolve(), { once: true }));
  }, src);

const cases: readonly Case[] = [
  {
    name: "the frame reloads",
    act: (page, addOn) =>
      frameOf(page, addOn).evaluate(() => {
        // After evaluate() has answered: a page that is gone answers nobody.
        setTimeout(() => location.reload());
      }),
  },
  {
    name: "the frame is removed and put back",
    act: (page) => page.evaluate(() => window.opened.frame.remove()),
    restore: (page) => page.evaluate(() => document.body.append(window.opened.frame)),
  },
  {
    name: "the frame is removed while it is hidden, and put back",
    act: (page) =>
      page.evaluate(() => {
        window.opened.frame.style.display = "none";
        // Two frames later the observers have seen it hidden.
        requestAnimationFrame(() => requestAnimationFrame(() => window.opened.frame.remove()));
      }),
    restore: (page) => page.evaluate(() => document.body.append(window.opened.frame)),
  },
  {
    name: "the frame is moved within the document",
    act: (page) =>
      page.evaluate(() => {
        const section = document.createElement("section");
        document.body.append(section);
        section.append(window.opened.frame);
      }),
  },
  {
    name: "the frame navigates to another page of its origin, and back",
    act: (page, addOn) => lead(frameOf(page, addOn), "/plain"),
    restore: setSrc,
  },
  {
    name: "the frame navigates to another origin, and back",
    act: (page, addOn, elsewhere) => lead(frameOf(page, addOn), `${elsewhere}/plain`),
    restore: setSrc,
  },
  {
    name: "the add-on reconnects",
    act: (page, addOn) => frameOf(page, addOn).evaluate(() => window.addOn.reconnect()),
  },
  {
    name: "the add-on connects twice, as under React StrictMode",
    act: (page, addOn) =>
      frameOf(page, addOn).evaluate(() => {
        window.addOn.reconnect();
        window.addOn.reconnect();
      }),
  },
];

for (const { name, act, restore } of cases) {
  test(`rule 5: ${name}: ${TIMES} of ${TIMES} calls settle and ${TIMES} of ${TIMES} connections come back`, async ({
    hostPage,
    sites,
  }) => {
    await open(hostPage, sites.addOnUrl);
    const outcomes: string[] = [];
    for (let time = 0; time < TIMES; time++) {
      const { code } = await during(hostPage, () => act(hostPage, sites.addOn, sites.stranger.url));
      await restore?.(hostPage, sites.addOnUrl);
      outcomes.push(`${code}, then ${(await ping(hostPage)).code}`);
    }
    expect(new Set(outcomes)).toEqual(new Set(["ADD_ON_GONE, then ok"]));
    expect(outcomes).toHaveLength(TIMES);
    expect(await hostPage.evaluate(() => window.host.unhandled)).toEqual([]);
  });
}

test(`rule 5: the host mounts anew: ${TIMES} of ${TIMES} calls settle and connections come back`, async ({
  hostPage,
  sites,
}) => {
  const outcomes: string[] = [];
  for (let time = 0; time < TIMES; time++) {
    await open(hostPage, sites.addOnUrl);
    const { code } = await during(hostPage, () =>
      hostPage.evaluate(() => {
        window.opened.connection.close();
        window.opened.frame.remove();
      }),
    );
    outcomes.push(code);
  }
  expect(outcomes).toEqual(Array(TIMES).fill("ADD_ON_GONE"));
});

reactTest(
  `rule 5: the host mounts under React StrictMode: ${TIMES} of ${TIMES} become ready, with one token each, and settle when they go`,
  async ({ site, page, sites }) => {
    for (let time = 1; time <= TIMES; time++) {
      await site({ src: sites.addOnUrl });
      await page.waitForFunction(() => window.page.addOn?.state.status === "ready");
      // Two mounts: StrictMode takes the first one away in the turn in which it was made.
      expect(await page.evaluate(() => [window.page.mounts, window.page.mints])).toEqual([2 * time, time]);
      const ending = page.evaluate(() => window.page.addOn?.endSession("closed"));
      await site(null);
      expect(await ending).toHaveProperty("acknowledged");
    }
    await expect(page.locator("iframe")).toHaveCount(0);
    expect(await page.evaluate(() => window.page.errors)).toEqual([]);
  },
);

reactTest(
  `rule 5: a component under React StrictMode shows another business: ${TIMES} of ${TIMES} become ready`,
  async ({ site, page, sites }) => {
    for (let time = 1; time <= TIMES; time++) {
      await site({ src: sites.addOnUrl, businessCode: `CAFE${time}` });
      await page.waitForFunction(
        (code) =>
          window.page.addOn?.state.status === "ready" && window.page.addOn.context.business.code === code,
        `CAFE${time}`,
      );
    }
    await expect(page.locator("iframe")).toHaveCount(1);
    expect(await page.evaluate(() => [window.page.mints, window.page.errors])).toEqual([TIMES, []]);
  },
);

test("rule 5: a call to a frame that was taken away is refused at once", async ({ hostPage, sites }) => {
  await open(hostPage, sites.addOnUrl);
  await during(hostPage, () => hostPage.evaluate(() => window.opened.frame.remove()));
  const { code, ms } = await ping(hostPage);

  expect(code).toBe("ADD_ON_GONE");
  expect(ms).toBeLessThan(10_000);
});
