import { json } from "../server/answer.ts";
import type { ControlRoute } from "../server/platform.ts";
import { REGISTERED_SCOPES } from "./scopes.ts";
import type { Shop } from "./shops.ts";
import { peopleOf } from "./sign-in/people.ts";
import type { SignIn } from "./sign-in/sign-in.ts";
import type { Tokens } from "./tokens.ts";
import { createWebhookRoute } from "./webhooks/control.ts";
import type { Deliveries } from "./webhooks/deliveries.ts";

/** `/_sim/shops`, `…/consent`, `…/authorization-codes`, `…/revoke`, `…/webhooks`: what happens outside of the API. */
export const createHaravanControl = (parts: {
  readonly shops: ReadonlyMap<string, Shop>;
  readonly tokens: Tokens;
  readonly signIn: Pick<SignIn, "consent">;
  readonly deliveries: Deliveries;
}): Readonly<Record<string, ControlRoute>> => {
  const { shops, tokens, signIn, deliveries } = parts;
  const known = [...shops.keys()];
  const withShop =
    (act: (shop: Shop, sent: Readonly<Record<string, unknown>>) => ReturnType<ControlRoute>): ControlRoute =>
    ({ method, body }) => {
      if (method !== "POST") return json(405, { error: "Use POST." });
      const sent = (body ?? {}) as Readonly<Record<string, unknown>>;
      const shop = shops.get(String(sent["shop"]));
      return shop ? act(shop, sent) : json(400, { error: "Send {shop}.", known });
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
    // A sign-in without a browser: the shop's owner has agreed to everything.
    "authorization-codes": withShop((shop, { redirect_uri }) => {
      if (typeof redirect_uri !== "string") return json(400, { error: "Send {shop, redirect_uri}.", known });
      const [person] = peopleOf(shop);
      const consent = { shop, person, issuer: "http://localhost", redirectUri: redirect_uri };
      return json(201, { code: tokens.createCode({ ...consent, scopes: REGISTERED_SCOPES }) });
    }),
    consent: signIn.consent,
    revoke: withShop((shop) => {
      tokens.revoke(shop);
      return json(200, { revoked: shop.domain });
    }),
  };
};
