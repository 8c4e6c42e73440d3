/**
 * From a legacy shop token to an omni token pair, and its refresh:
 *
 * - Exchange (JSON, nested): the legacy token and the app's own credentials buy a pair that "expires" after 2^31 - 1 s. A
 *   second exchange gives a new pair and kills the one before; the legacy token stays (both unknown, the strict guess).
 * - OAuth (form, flat): a code or a refresh token buys a pair for a day, or for an hour where the app was not installed but
 *   only signed somebody in (both lives are guesses). A code is good once, for the `redirect_uri` it was sent to. Refresh
 *   tokens rotate; a dead one is `invalid_grant`.
 */
import { randomBytes } from "node:crypto";
import type { Clock } from "../clock/clock.ts";
import { type Answer, json } from "../server/answer.ts";
import { isSameSecret } from "../server/same-secret.ts";
import { notExchangeable, oauthFailure } from "./errors.ts";
import type { HaravanHandlers, Visitor } from "./handlers.ts";
import { EXCHANGE_SCOPES, REGISTERED_SCOPES } from "./scopes.ts";
import type { Shop } from "./shops.ts";
import type { IdTokens } from "./sign-in/id-token.ts";
import type { Person } from "./sign-in/people.ts";

const FOREVER_SECONDS = 2_147_483_647;
const DAY_SECONDS = 24 * 3600;
const HOUR_SECONDS = 3600;
const CODE_LIFE_MS = 5 * 60_000;

interface Grant {
  readonly shop: Shop;
  readonly scopes: ReadonlySet<string>;
}

/** What somebody agreed to. */
export interface Consent extends Grant {
  readonly person: Person;
  readonly issuer: string;
  readonly redirectUri: string;
  readonly nonce?: string | undefined;
}

export interface Tokens {
  readonly handlers: Pick<HaravanHandlers<Shop>, "exchangeToken"> &
    Pick<HaravanHandlers<Visitor>, "issueToken">;
  readonly grantOf: (accessToken: string) => Grant | undefined;
  readonly createCode: (consent: Consent) => string;
  readonly revoke: (shop: Shop) => void;
  readonly reset: () => void;
}

export const createTokens = (
  clock: Clock,
  shops: ReadonlyMap<string, Shop>,
  idTokens: Pick<IdTokens, "sign">,
): Tokens => {
  const accessTokens = new Map<string, Grant & { readonly expiresAt: number }>();
  const refreshTokens = new Map<string, Grant>();
  const codes = new Map<string, Consent & { readonly expiresAt: number }>();
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

  const flat = ({ shop, scopes }: Grant, more: object = {}): Answer => {
    const expires_in = scopes.has("grant_service") ? DAY_SECONDS : HOUR_SECONDS;
    const pair = issue({ shop, scopes }, expires_in);
    return json(200, { ...pair, expires_in, token_type: "Bearer", scope: [...scopes].join(" "), ...more });
  };

  const isApp = (clientId: string, clientSecret: string) =>
    [...shops.values()].some(
      ({ credentials }) =>
        credentials.clientId === clientId && isSameSecret(clientSecret, credentials.clientSecret),
    );

  return {
    handlers: {
      exchangeToken: ({ body, caller: shop }) => {
        const { client_id, secret_key, scopes } = body.token_exchange;
        const { clientId, clientSecret } = shop.credentials;
        const isOwnApp = isSameSecret(client_id, clientId) && isSameSecret(secret_key, clientSecret);
        const areScopesFine =
          EXCHANGE_SCOPES.every((scope) => scopes.includes(scope)) &&
          scopes.every((scope) => REGISTERED_SCOPES.has(scope));
        if (!isOwnApp || !areScopesFine) return notExchangeable();
        revoke(shop);
        const pair = issue({ shop, scopes: new Set(scopes) }, FOREVER_SECONDS);
        const created_time = Math.floor(clock.now() / 1000);
        return json(200, {
          token: { ...pair, created_time, expires_in: FOREVER_SECONDS, token_type: "Bearer" },
        });
      },
      issueToken: async ({ body }) => {
        const { client_id, client_secret, grant_type } = body;
        if (!isApp(client_id, client_secret)) return oauthFailure("invalid_client");
        const isOfApp = (grant: Grant | undefined) => grant?.shop.credentials.clientId === client_id;
        if (grant_type === "authorization_code") {
          const code = codes.get(body.code ?? "");
          codes.delete(body.code ?? "");
          if (
            !code ||
            !isOfApp(code) ||
            code.expiresAt <= clock.now() ||
            code.redirectUri !== body.redirect_uri
          )
            return oauthFailure("invalid_grant");
          return flat(code, { id_token: await idTokens.sign(code) });
        }
        const grant = refreshTokens.get(body.refresh_token ?? "");
        if (!grant || !isOfApp(grant)) return oauthFailure("invalid_grant");
        refreshTokens.delete(body.refresh_token ?? "");
        return flat(grant);
      },
    },
    grantOf: (accessToken) => {
      const found = accessTokens.get(accessToken);
      return found && found.expiresAt > clock.now() ? found : undefined;
    },
    createCode: (consent) => {
      const code = newToken();
      codes.set(code, { ...consent, expiresAt: clock.now() + CODE_LIFE_MS });
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
