/**
 * From a legacy shop token to an omni token pair, and its refresh:
 *
 * - Exchange (JSON, nested): the legacy token and the app's own credentials buy a pair that "expires" after 2^31 - 1 s. A
 *   second exchange gives a new pair and kills the one before; the legacy token stays (both unknown, the strict guess).
 * - OAuth (form, flat): a code or a refresh token buys a pair for a day. Refresh tokens rotate; a dead one is `invalid_grant`.
 */
import { randomBytes, timingSafeEqual } from "node:crypto";
import type { Clock } from "../clock/clock.ts";
import { type Answer, json } from "../server/answer.ts";
import { notExchangeable, oauthFailure } from "./errors.ts";
import type { HaravanHandlers } from "./handlers.ts";
import type { Shop } from "./shops.ts";

const FOREVER_SECONDS = 2_147_483_647;
const DAY_SECONDS = 24 * 3600;
const CODE_LIFE_MS = 5 * 60_000;

const REQUIRED_SCOPES = ["openid", "profile", "email", "org", "userinfo", "grant_service"];
/** What the app registered at developers.haravan.com. */
const REGISTERED_SCOPES: ReadonlySet<string> = new Set([
  ...REQUIRED_SCOPES,
  "offline_access",
  "wh_api",
  ...["inventories", "shippings", "customers", "products", "orders"].flatMap((resource) => [
    `com.read_${resource}`,
    `com.write_${resource}`,
  ]),
  "com.read_shop",
  ...["contents", "themes", "script_tags"].flatMap((resource) => [
    `web.read_${resource}`,
    `web.write_${resource}`,
  ]),
]);

interface Grant {
  readonly shop: Shop;
  readonly scopes: ReadonlySet<string>;
}

export interface Tokens {
  readonly handlers: Pick<HaravanHandlers<Shop>, "exchangeToken"> &
    Pick<HaravanHandlers<undefined>, "issueToken">;
  readonly grantOf: (accessToken: string) => Grant | undefined;
  /** What the browser part of OAuth would have given; for tests of the code grant. */
  readonly createCode: (shop: Shop) => string;
  readonly revoke: (shop: Shop) => void;
  readonly reset: () => void;
}

const isSame = (given: string, expected: string) => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};

export const createTokens = (clock: Clock, shops: ReadonlyMap<string, Shop>): Tokens => {
  const accessTokens = new Map<string, Grant & { readonly expiresAt: number }>();
  const refreshTokens = new Map<string, Grant>();
  const codes = new Map<string, { readonly shop: Shop; readonly expiresAt: number }>();
  const newToken = () => randomBytes(32).toString("hex").toUpperCase();

  /** A refresh token comes with `offline_access` only: whoever forgets the scope is to notice it here. */
  const issue = (grant: Grant, lifeSeconds: number) => {
    const access = { access_token: newToken() };
    accessTokens.set(access.access_token, { ...grant, expiresAt: clock.now() + lifeSeconds * 1000 });
    if (!grant.scopes.has("offline_access")) return access;
    const refresh = { refresh_token: newToken() };
    refreshTokens.set(refresh.refresh_token, grant);
    return { ...access, ...refresh };
  };
  const revoke = (shop: Shop) => {
    for (const [token, grant] of accessTokens) if (grant.shop === shop) accessTokens.delete(token);
    for (const [token, grant] of refreshTokens) if (grant.shop === shop) refreshTokens.delete(token);
  };

  const flat = (grant: Grant): Answer =>
    json(200, {
      ...issue(grant, DAY_SECONDS),
      expires_in: DAY_SECONDS,
      token_type: "Bearer",
      scope: [...grant.scopes].join(" "),
    });

  return {
    handlers: {
      exchangeToken: ({ body, caller: shop }) => {
        const { client_id, secret_key, scopes } = body.token_exchange;
        const { clientId, clientSecret } = shop.credentials;
        const isApp = isSame(client_id, clientId) && isSame(secret_key, clientSecret);
        const areScopesFine =
          REQUIRED_SCOPES.every((scope) => scopes.includes(scope)) &&
          scopes.every((scope) => REGISTERED_SCOPES.has(scope));
        if (!isApp || !areScopesFine) return notExchangeable();
        revoke(shop);
        const pair = issue({ shop, scopes: new Set(scopes) }, FOREVER_SECONDS);
        const created_time = Math.floor(clock.now() / 1000);
        return json(200, {
          token: { ...pair, created_time, expires_in: FOREVER_SECONDS, token_type: "Bearer" },
        });
      },
      issueToken: ({ body }) => {
        // An app, that is; it may have many shops.
        const isOfApp = ({ credentials }: Shop) => credentials.clientId === body.client_id;
        const app = [...shops.values()].find(isOfApp)?.credentials;
        if (!app || !isSame(body.client_secret, app.clientSecret)) return oauthFailure("invalid_client");
        if (body.grant_type === "authorization_code") {
          const code = codes.get(body.code ?? "");
          codes.delete(body.code ?? "");
          const isGood =
            code && isOfApp(code.shop) && code.expiresAt > clock.now() && body.redirect_uri !== undefined;
          return isGood
            ? flat({ shop: code.shop, scopes: REGISTERED_SCOPES })
            : oauthFailure("invalid_grant");
        }
        const token = body.refresh_token ?? "";
        const grant = refreshTokens.get(token);
        if (!grant || !isOfApp(grant.shop)) return oauthFailure("invalid_grant");
        refreshTokens.delete(token);
        return flat(grant);
      },
    },
    grantOf: (accessToken) => {
      const found = accessTokens.get(accessToken);
      return found && found.expiresAt > clock.now() ? found : undefined;
    },
    createCode: (shop) => {
      const code = newToken();
      codes.set(code, { shop, expiresAt: clock.now() + CODE_LIFE_MS });
      return code;
    },
    revoke,
    reset: () => {
      accessTokens.clear();
      refreshTokens.clear();
      codes.clear();
    },
  };
};
