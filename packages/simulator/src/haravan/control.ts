import { json } from "../server/answer.ts";
import type { ControlRoute } from "../server/platform.ts";
import type { Shop } from "./shops.ts";
import type { Tokens } from "./tokens.ts";
import { createWebhookRoute } from "./webhooks/control.ts";
import type { Deliveries } from "./webhooks/deliveries.ts";

/** `/_sim/shops`, `/_sim/authorization-codes`, `/_sim/revoke`, `/_sim/webhooks`: what happens outside of the API. */
export const createHaravanControl = (
  shops: ReadonlyMap<string, Shop>,
  tokens: Tokens,
  deliveries: Deliveries,
): Readonly<Record<string, ControlRoute>> => {
  const known = [...shops.keys()];
  const withShop =
    (act: (shop: Shop) => ReturnType<ControlRoute>): ControlRoute =>
    ({ method, body }) => {
      if (method !== "POST") return json(405, { error: "Use POST." });
      const shop = shops.get(String((body as { shop?: unknown } | null | undefined)?.shop));
      return shop ? act(shop) : json(400, { error: "Send {shop}.", known });
    };
  return {
    webhooks: createWebhookRoute(shops, deliveries),
    // What a shop's owner would copy from Haravan's own site in order to connect an add-on.
    shops: () =>
      json(200, {
        shops: [...shops.values()].map(({ domain, credentials }) => ({
          shop: domain,
          legacy_access_token: credentials.legacyAccessToken,
        })),
      }),
    "authorization-codes": withShop((shop) => json(201, { code: tokens.createCode(shop) })),
    revoke: withShop((shop) => {
      tokens.revoke(shop);
      return json(200, { revoked: shop.domain });
    }),
  };
};
