import type { operations, paths } from "@privage-addons/contracts/haravan";
import type { Handlers } from "../server/platform.ts";
import type { Shop } from "./shops.ts";

/** Who calls without a credential. */
export interface Visitor {
  /** Where this simulator was asked: scheme and host. */
  readonly origin: string;
}

export type HaravanHandlers<Caller = Shop> = Handlers<paths, typeof operations, Caller>;
