import type { Clock } from "./clock.ts";
import type { Page } from "./page.ts";

/** Everything a session reaches outside itself, so that tests and unusual pages can replace it. */
export interface Ports {
  readonly fetch: typeof globalThis.fetch;
  readonly clock: Clock;
  readonly page: Page;
  /** In [0, 1). */
  readonly random: () => number;
}
