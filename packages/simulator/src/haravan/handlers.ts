import type { operations, paths } from "@privage-addons/contracts/haravan";
import type { Handlers } from "../server/platform.ts";
import type { Shop } from "./shops.ts";

export type HaravanHandlers<Caller = Shop> = Handlers<paths, typeof operations, Caller>;
