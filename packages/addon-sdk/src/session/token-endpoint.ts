/**
 * The two token calls of an add-on: trading an exchange token, and renewing.
 *
 * Both answer 201 with `{access_token, refresh_token?, expires_in?}`. Privage does not say how long an access token
 * lives (upstream-contracts.md 1.5), so the life comes from `expires_in`, else from the JWT's own `exp - iat`, which
 * needs no two clocks to agree; else it stays unknown and a 401 tells.
 */
import { AddOnError } from "@privage-addons/contracts";
import { retryAfterMs } from "./backoff.ts";
import { startStopwatch } from "./clock.ts";
import { startDeadline } from "./deadline.ts";
import type { Ports } from "./ports.ts";

const ATTEMPT_MS = 8_000;

export interface IssuedToken {
  readonly value: string;
  /** Milliseconds since before it was asked for: it is not older than this. */
  readonly age: () => number;
  /** Milliseconds; Infinity when nothing tells. */
  readonly life: number;
  /** For the next renewal. */
  readonly refresh: string | undefined;
}

/**
 * Makes one token call. Rejects with TOKEN_SPENT when Privage read what was sent and said no (4xx), else with
 * EXCHANGE_FAILED or RENEWAL_FAILED: then nobody knows, and what was sent must be taken for spent.
 * `details.retryAfterMs` is the platform's wish.
 */
export const callTokenEndpoint = async (
  { fetch, clock, page }: Ports,
  apiBaseUrl: string,
  secret: string,
  isRenewal: boolean,
): Promise<IssuedToken> => {
  const age = startStopwatch(clock);
  const url = `${apiBaseUrl}/v1/auth-connect/${isRenewal ? "renew" : "access"}-token`;
  let status = 0;
  let pauseMs = 0;
  try {
    const response = await fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ [isRenewal ? "refresh_token" : "exchange_token"]: secret }),
      credentials: page.credentials(),
      redirect: "error",
      signal: startDeadline(clock, ATTEMPT_MS),
    });
    status = response.status;
    pauseMs = retryAfterMs(response.headers, clock.now());
    const { access_token, refresh_token, expires_in }: Answer = JSON.parse(await response.text());
    // An error's body has none.
    if (!access_token) throw TypeError();
    const life = Number(expires_in) || jwtLife(access_token);
    return {
      value: access_token,
      age,
      life: life > 0 ? life * 1000 : Infinity,
      // An answer that does not replace it leaves it in force (RFC 6749 section 6).
      refresh: refresh_token || (isRenewal ? secret : undefined),
    };
  } catch (cause) {
    const isRefusal = status >= 400 && status < 500 && status !== 408 && status !== 429;
    const code = isRefusal ? "TOKEN_SPENT" : isRenewal ? "RENEWAL_FAILED" : "EXCHANGE_FAILED";
    throw new AddOnError(code, `${url} answered ${status}.`, {
      cause,
      details: { status, retryAfterMs: pauseMs },
    });
  }
};

interface Answer {
  readonly access_token?: string;
  readonly refresh_token?: string;
  readonly expires_in?: unknown;
}

/** `exp - iat` of a JWT in seconds, else 0. Unverified: a hint about time, never about rights. */
const jwtLife = (token: string): number => {
  try {
    const { exp, iat } = JSON.parse(atob(`${token.split(".")[1]}`.replace(/-/g, "+").replace(/_/g, "/")));
    return exp - iat;
  } catch {
    return 0;
  }
};
