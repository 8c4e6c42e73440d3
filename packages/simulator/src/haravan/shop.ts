import { json } from "../server/answer.ts";
import type { HaravanHandlers } from "./handlers.ts";

export const shopHandlers: Pick<HaravanHandlers, "getShop" | "getWebShop" | "listAppSubscriptions"> = {
  getShop: ({ caller }) => json(200, { shop: caller.facts }),
  getWebShop: ({ caller }) => json(200, { shop: caller.facts }),
  listAppSubscriptions: () => json(200, { app_subscriptions: [] }),
};
