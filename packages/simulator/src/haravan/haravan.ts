import type { operations } from "@privage-addons/contracts/haravan";
import type { Clock } from "../clock/clock.ts";
import type { OpenApiDocument } from "../contract/document.ts";
import { admit, type Platform, refuse } from "../server/platform.ts";
import { createHaravanControl } from "./control.ts";
import { errors, forbidden, tooManyRequests, unauthorized } from "./errors.ts";
import { createOrderActions } from "./order-actions.ts";
import { createOrderHandlers } from "./orders.ts";
import { createProductHandlers } from "./products.ts";
import { holdsScope } from "./scopes.ts";
import { shopHandlers } from "./shop.ts";
import { createShops } from "./shops.ts";
import { createIdTokens } from "./sign-in/id-token.ts";
import { createSignIn } from "./sign-in/sign-in.ts";
import { createTokens } from "./tokens.ts";
import { createDeliveries } from "./webhooks/deliveries.ts";
import { webhookHandlers } from "./webhooks/subscriptions.ts";

const SHOP_NAME = /^[a-z0-9][a-z0-9-]{0,62}\.myharavan\.com$/;

/**
 * Haravan's four hosts behind one port. A shop's own host is the first segment of the path (`/cafe01.myharavan.com/admin/…`)
 * or the Host header; the other three need no distinction, as their paths differ.
 */
export const createHaravan = (options: {
  readonly document: OpenApiDocument;
  readonly clock: Clock;
  readonly seed: number;
  readonly orders: number;
  readonly shops: number;
}): Platform => {
  const { document, clock, seed } = options;
  const shops = createShops(clock, seed, options);
  const idTokens = createIdTokens(clock);
  const tokens = createTokens(clock, shops, idTokens);
  const signIn = createSignIn({ clock, shops, tokens, idTokens });
  const deliveries = createDeliveries(clock);
  const handlers = {
    ...tokens.handlers,
    ...signIn.handlers,
    ...shopHandlers,
    ...createProductHandlers(clock),
    ...createOrderHandlers(clock),
    ...createOrderActions(clock),
    ...webhookHandlers,
  } satisfies Record<(typeof operations)[number]["operationId"], unknown>;

  return {
    name: "haravan",
    document,
    corsOrigins: [],
    locate: ({ path, message }) => {
      const [, first = "", ...rest] = path.split("/");
      if (SHOP_NAME.test(first)) return { path: `/${rest.join("/")}`, tenant: first };
      const host = message.headers.host?.split(":", 1)[0]?.toLowerCase() ?? "";
      return { path, tenant: SHOP_NAME.test(host) ? host : undefined };
    },
    admit: ({ scheme, operation, incoming: { bearer, message }, tenant }) => {
      if (scheme === undefined) return admit({ origin: `http://${message.headers.host}` });
      if (scheme === "legacyToken") {
        const shop = shops.get(tenant ?? "");
        return shop && bearer === shop.credentials.legacyAccessToken ? admit(shop) : refuse(unauthorized());
      }
      const grant = bearer === undefined ? undefined : tokens.grantOf(bearer);
      if (!grant) return refuse(unauthorized());
      // The bucket counts what reaches the resources; the webhook host has none.
      const drop = operation["x-host"] === "api" ? grant.shop.bucket.add() : { fits: true, headers: {} };
      if (!drop.fits) return refuse(tooManyRequests(drop.headers));
      const scope = operation["x-scope"];
      if (scope !== undefined && !holdsScope(grant.scopes, scope)) {
        return refuse({ ...forbidden(), headers: drop.headers });
      }
      return admit(grant.shop, drop.headers);
    },
    handlers,
    errors,
    control: createHaravanControl({ shops, tokens, signIn, deliveries }),
    linked: ["shops", "webhooks"],
    reset: () => {
      tokens.reset();
      signIn.reset();
      deliveries.reset();
      for (const shop of shops.values()) shop.reset();
    },
  };
};
