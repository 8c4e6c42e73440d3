/**
 * The two token calls of an add-on: trading an exchange token, and renewing.
 *
 * Both answer 201 with `{access_token, refresh_token?, expires_in?}`. Privage does not say how long an access token
 * lives (upstream-contracts.md 1.5), so the life comes from `expires_in`, else from the JWT's own `exp - iat`, which
 * needs no two clocks to agree; else it stays unknown and a 401 tells.
 */
import { AddOnError } from "@privage-addons/contracts";
import { retryAfterMs } from "./backoff.ts";
import { startDeadline } from "./deadline.ts";
import type { Ports } from "./ports.ts";

const ATTEMPT_MS = 8_000;

export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string | undefined;
  /** Infinity when nothing tells. */
  readonly lifeMs: number;
}

/**
 * Makes one token call. Rejects with TOKEN_SPENT when Privage read what was sent and said no (4xx), else with
 * EXCHANGE_FAILED or RENEWAL_FAILED: then nobody knows, and what was sent must be taken for spent.
 * `details.retryAfterMs` is the platform's wish.
 */
export const callTokenEndpoint = async (
  { fetch, clock }: Ports,
  apiBaseUrl: string,
  secret: string,
  isRenewal: boolean,
): Promise<IssuedTokens> => {
  const [signal, cancel] = startDeadline(clock, ATTEMPT_MS);
  let status = 0;
  let pauseMs = 0;
  try {
    const response = await fetch(`${apiBaseUrl}/v1/auth-connect/${isRenewal ? "renew" : "access"}-token`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ [isRenewal ? "refresh_token" : "exchange_token"]: secret }),
      credentials: "omit",
      redirect: "error",
      signal,
    });
    status = response.status;
    pauseMs = retryAfterMs(response.headers, clock.now());
    return parseAnswer(await response.text());
  } catch (cause) {
    const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
    const code = isRefusal ? "TOKEN_SPENT" : isRenewal ? "RENEWAL_FAILED" : "EXCHANGE_FAILED";
    throw new AddOnError(code, `Answer ${status}.`, { cause, details: { status, retryAfterMs: pauseMs } });
  } finally {
    cancel();
  }
};

interface Answer {
  readonly access_token?: unknown;
  readonly refresh_token?: unknown;
  readonly expires_in?: unknown;
}

/** Throws when there is no access token in it: an error's body, or one that was cut off. */
const parseAnswer = (body: string): IssuedTokens => {
  const { access_token, refresh_token, expires_in }: Answer = JSON.parse(body);
  const accessToken = text(access_token);
  if (!accessToken) throw TypeError();
  const life = Number(expires_in) || jwtLife(accessToken);
  return { accessToken, refreshToken: text(refresh_token), lifeMs: life > 0 ? life * 1000 : Infinity };
};

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);

/** `exp - iat` of a JWT in seconds, else NaN. Unverified: a hint about time, never about rights. */
const jwtLife = (token: string): number => {
  try {
    const claims = JSON.parse(atob(`${token.split(".")[1]}`.replace(/-/g, "+").replace(/_/g, "/")));
    return claims.exp - claims.iat;
  } catch {
    return 0;
  }
};
