/** The bridge contract's harness over a host's page and an add-on's frame in a browser. */
import type { AddOnHalf } from "./add-on-half.ts";
import type { BridgeHarness } from "./cases.ts";

/** The host's half of the contract. */
export interface HostHalf {
  update(patch: { readonly locale: string }): unknown;
  navigated(path: string): unknown;
  endSession(reason: "logout"): unknown;
  handedOut(): number;
}

declare global {
  interface Window {
    hostHalf: HostHalf;
    addOnHalf: AddOnHalf;
  }
}

/** A page or a frame of Playwright's. */
export interface Evaluates {
  evaluate<Result, Argument>(
    work: (argument: Argument) => Result | Promise<Result>,
    argument: Argument,
  ): Promise<Result>;
}

/** `page` has a `hostHalf`, `frame` an `addOnHalf`. */
export const createBrowserHarness = (page: Evaluates, frame: Evaluates): BridgeHarness => ({
  connect: () => frame.evaluate(() => window.addOnHalf.connect(), undefined),
  locale: () => frame.evaluate(() => window.addOnHalf.locale(), undefined),
  path: () => frame.evaluate(() => window.addOnHalf.path(), undefined),
  sessionStatus: () => frame.evaluate(() => window.addOnHalf.sessionStatus(), undefined),
  callService: (name, ...args) =>
    frame.evaluate(([service, request]) => window.addOnHalf.callService(service, request), [
      name,
      args,
    ] as const),
  fetchStatus: (path) => frame.evaluate((to) => window.addOnHalf.fetchStatus(to), path),
  paths: () => frame.evaluate(() => window.addOnHalf.paths(), undefined),
  update: async (patch) => {
    await page.evaluate((own) => window.hostHalf.update(own), patch);
  },
  navigated: async (path) => {
    await page.evaluate((to) => window.hostHalf.navigated(to), path);
  },
  endSession: async (reason) => {
    await page.evaluate((why) => window.hostHalf.endSession(why), reason);
  },
  exchangeTokensHandedOut: () => page.evaluate(() => window.hostHalf.handedOut(), undefined),
  disconnect: () => frame.evaluate(() => window.addOnHalf.disconnect(), undefined),
});
