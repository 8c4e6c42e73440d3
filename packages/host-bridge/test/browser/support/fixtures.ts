import { test as base, expect, type Frame, type Page } from "@playwright/test";
import { bundlePage } from "@privage-addons/test-support/bundle-page";
import { page as htmlPage, type Origin, script, startOrigin } from "@privage-addons/test-support/origin";
import type { BrowserServices } from "../../../src/browser-services/index.ts";
import type { MountedAddOn, MountOptions } from "../../../src/index.ts";
import type { TestAddOn } from "../pages/add-on.ts";
import type { Bare, TestHost } from "../pages/host.ts";

declare global {
  interface Window {
    host: TestHost;
    addOn: TestAddOn;
    mounted: MountedAddOn;
    made: BrowserServices;
    bare: Bare;
    opened: ReturnType<Bare["open"]>;
  }
}

interface Sites {
  /** The Management Site: `http://localhost:…`. */
  readonly host: Origin;
  /** The add-on's own site: `http://127.0.0.1:…`. */
  readonly addOn: Origin;
  /** A third site of nobody's: `http://127.0.0.1:…` on another port. */
  readonly stranger: Origin;
  /** The add-on page that trusts this host. */
  readonly addOnUrl: string;
}

interface Bundles {
  readonly host: string;
  readonly addOn: string;
}

export const test = base.extend<{ sites: Sites; hostPage: Page }, { bundles: Bundles }>({
  bundles: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
    async ({}, use) => {
      const [host = "", addOn = ""] = await Promise.all(
        ["host.ts", "add-on.ts"].map((name) => bundlePage(new URL(`../pages/${name}`, import.meta.url))),
      );
      await use({ host, addOn });
    },
    { scope: "worker" },
  ],
  sites: async ({ bundles }, use) => {
    const [host, addOn, stranger] = await Promise.all([
      startOrigin("localhost"),
      startOrigin("127.0.0.1"),
      startOrigin("127.0.0.1"),
    ]);
    host.route("/", () => htmlPage("/host.js"));
    host.route("/host.js", () => script(bundles.host));
    for (const site of [addOn, stranger]) {
      site.route("/", () => htmlPage("/add-on.js"));
      site.route("/add-on.js", () => script(bundles.addOn));
      site.route("/plain", () => ({ body: "<!doctype html><title>Plain</title><p>No SDK here." }));
    }
    const addOnUrl = `${addOn.url}/?host=${encodeURIComponent(host.url)}`;
    await use({ host, addOn, stranger, addOnUrl });
    await Promise.all([host.close(), addOn.close(), stranger.close()]);
  },
  hostPage: async ({ page, sites }, use) => {
    await page.goto(`${sites.host.url}/`);
    await use(page);
  },
});

export type { Origin };
export { expect };

/** Options that can cross into the page. */
type PlainOptions = Partial<
  Pick<MountOptions, "title" | "sandbox" | "allow" | "deadlines" | "businessCode" | "maxHeightPx">
>;

/** Mounts `src` as `window.mounted` and, unless told otherwise, waits until it is ready. */
export const mount = async (
  page: Page,
  src: string,
  { until = "ready", ...options }: PlainOptions & { readonly until?: string } = {},
): Promise<void> => {
  await page.evaluate(
    ([url, plain]) => {
      window.mounted = window.host.mount({ src: url, ...plain });
    },
    [src, options] as const,
  );
  await reach(page, until);
};

/** Waits for a state. */
export const reach = async (page: Page, status: string): Promise<void> => {
  await page.waitForFunction((wanted) => window.mounted.state.status === wanted, status);
};

/**
 * Lets no deadline of the host's page pass any more. Where a test is about an answer, the answer must not race a deadline of
 * 700 ms on a busy machine.
 */
export const stopDeadlines = (page: Page): Promise<void> =>
  page.evaluate(() => {
    Object.assign(window, { setTimeout: () => 0 });
  });

/** Lets the page in `frame` lead itself elsewhere, after evaluate() has answered: a page that is gone answers nobody. */
export const lead = (frame: Frame, url: string): Promise<void> =>
  frame.evaluate((address) => {
    setTimeout(() => {
      location.href = address;
    });
  }, url);

/** Lets the page in `frame` be busy for good, after evaluate() has answered. */
export const keepBusy = (frame: Frame): Promise<void> =>
  frame.evaluate(() => {
    setTimeout(() => {
      for (;;);
    });
  });

/** The frame that shows a page of `origin`, as soon as there is one. */
export const untilFrameOf = async (page: Page, origin: Origin): Promise<Frame> => {
  await expect.poll(() => page.frames().some((frame) => frame.url().startsWith(origin.url))).toBe(true);
  return frameOf(page, origin);
};

/** The frame that shows a page of `origin`. */
export const frameOf = (page: Page, origin: Origin): Frame => {
  const frame = page.frames().find((candidate) => candidate.url().startsWith(origin.url));
  if (!frame) throw new Error(`No frame shows ${origin.url}`);
  return frame;
};

/** Lets the add-on in `frame` call the host. */
export const callHost = (frame: Frame, name: string, request: unknown, timeoutMs?: number) =>
  frame.evaluate(([method, argument, ms]) => window.addOn.call(method, argument, ms), [
    name,
    request,
    timeoutMs,
  ] as const);

/** Why the mounted add-on failed, as data. */
export const failureOf = (page: Page) =>
  page.evaluate(() => {
    const { state } = window.mounted;
    return state.status === "failed"
      ? { code: state.error.code, message: state.error.message, details: state.error.details }
      : undefined;
  });
