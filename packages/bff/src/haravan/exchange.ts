/**
 * Haravan's two token calls. They disagree on nearly everything:
 *
 *   exchange   POST {shop}/admin/token_exchange.json   JSON, nested, `secret_key`, `scopes` array; answer under `token`
 *   refresh    POST {accounts}/connect/token           form, flat, `client_secret`; answer flat (RFC 6749 section 6)
 *
 * Errors of the exchange come as JSON or as bare text, so only the status is trusted.
 */
import { AddOnError, type ErrorCode } from "@privage-addons/contracts";
import * as z from "zod";
import type { BffConfig } from "../config/config.ts";
import { ask } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";
import { noToken } from "../tokens/no-token.ts";
import type { Connection } from "../vault/connection.ts";
import { parseShopName } from "./shop-name.ts";

/** Of the login: the required ones, `offline_access` for the refresh token and `wh_api` for webhooks. Then the shop's. */
const SCOPES = [
  "offline_access",
  "openid",
  "profile",
  "email",
  "org",
  "userinfo",
  "wh_api",
  "grant_service",
  "com.read_shop",
  "com.read_products",
  "com.write_products",
  "com.read_orders",
  "com.write_orders",
];

/** Of a pair without one that can be used: what was spent for it is gone. Should it end sooner, a 401 has it renewed. */
const ASSUMED_LIFE_S = 3_600;

const pairSchema = z
  .object({
    access_token: z.string().min(1),
    refresh_token: z.string().nullish(), // An empty one is none.
    // 2147483647 in the specification: a plain number here, 64 bits in the vault, never a timer.
    expires_in: z.coerce.number().positive().catch(ASSUMED_LIFE_S),
  })
  .transform(({ access_token: accessToken, refresh_token: refreshToken, expires_in }) => ({
    secrets: { accessToken, ...(refreshToken && { refreshToken }) },
    lifeMs: expires_in * 1000,
  }));

/** Also how a remembered failure is recognized: the vault keeps code and message. */
export const reinstallAdvice = (business: string): string =>
  `Haravan no longer accepts the shop of ${business}: the merchant has to reinstall the app.`;

/** How a token that is worth nothing any more is refused, and another may mend it; Haravan does not always say it in JSON. */
export const isRefusal = (code: ErrorCode | undefined): boolean =>
  code === "CREDENTIALS_REJECTED" || code === "UPSTREAM_REJECTED";

const reinstall = (business: string): AddOnError =>
  new AddOnError("CREDENTIALS_REJECTED", reinstallAdvice(business), { details: { reason: "reauthorize" } });

export const createTokenCalls = (upstreams: Upstreams, urls: BffConfig["haravan"]) => ({
  /**
   * Trades an old shop token for an omni pair.
   *
   * Rejects with CREDENTIALS_REJECTED (401: reinstall), UPSTREAM_REJECTED (422: client id, secret or scopes), RATE_LIMITED
   * or UPSTREAM_UNAVAILABLE.
   */
  exchange: async ({ settings, secrets, business }: Connection, legacyToken: string, signal: AbortSignal) => {
    const shop = parseShopName(settings.shop ?? "");
    const answer = await ask(upstreams, {
      method: "POST",
      url: `${urls.shopBaseUrl.replaceAll("{shop}", shop)}/admin/token_exchange.json`,
      headers: { "content-type": "application/json", authorization: `Bearer ${legacyToken}` },
      body: JSON.stringify({
        token_exchange: {
          client_id: settings.clientId,
          secret_key: secrets?.clientSecret ?? "",
          scopes: SCOPES,
        },
      }),
      signal,
    });
    const pair =
      answer.status < 300 ? z.object({ token: pairSchema }).safeParse(answer.json).data?.token : undefined;
    if (pair) return { ...pair, secrets: { ...pair.secrets, legacyToken } };
    if (answer.status === 401 || answer.status === 403) throw reinstall(business);
    if (answer.status === 422) {
      throw new AddOnError(
        "UPSTREAM_REJECTED",
        "Haravan refuses the exchange: check the client id, its secret, and that the app has the scopes it asks for.",
        { details: { reason: "unprocessable" } },
      );
    }
    throw noToken("Haravan", answer);
  },

  /** Rejects like `exchange`; `invalid_grant` is CREDENTIALS_REJECTED. An absent new refresh token keeps the old. */
  refresh: async ({ settings, secrets, business }: Connection, refreshToken: string, signal: AbortSignal) => {
    const answer = await ask(upstreams, {
      method: "POST",
      url: `${urls.accountsBaseUrl}/connect/token`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "refresh_token",
        refresh_token: refreshToken,
        client_id: settings.clientId,
        client_secret: secrets?.clientSecret ?? "",
      }).toString(),
      signal,
    });
    const pair = answer.status < 300 ? pairSchema.safeParse(answer.json).data : undefined;
    if (pair) return { ...pair, secrets: { refreshToken, ...pair.secrets } };
    const { error } = z.object({ error: z.string() }).safeParse(answer.json).data ?? {};
    if (error === "invalid_grant") throw reinstall(business);
    if (error === "invalid_client" || answer.status === 401) {
      throw new AddOnError("CREDENTIALS_REJECTED", "Haravan does not accept the app's client id or secret.", {
        details: { reason: "wrong-credentials" },
      });
    }
    throw noToken("Haravan", answer);
  },
});
