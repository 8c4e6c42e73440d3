import { AddOnError } from "@privage-addons/contracts/errors";
import type { Mint } from "./mint.ts";
import { preconnect } from "./preconnect.ts";

export interface PrivageMinterOptions {
  /** Privage's API, e.g. `"https://core.privageapp.com"`. */
  readonly baseUrl: string;
  /**
   * The Management Site user's own JWT. Asked at each attempt, with `renew: true` from Privage's first 401 on: fetch a new
   * one then.
   */
  readonly getUserToken: (options: { readonly renew: boolean }) => string | Promise<string>;
  /** Default: the page's `fetch`. */
  readonly fetch?: typeof fetch;
  /** Waits between attempts, in ms; default: a timer. */
  readonly sleep?: (ms: number) => Promise<void>;
}

const ATTEMPTS = 3;
const FIRST_PAUSE_MS = 300;

/**
 * Mints at Privage itself: `POST {baseUrl}/v1/auth-connect/exchange-token` ("Generate Exchange Token"). Minting again is
 * always safe, since an unused token simply expires; so a network failure, an answer that is cut off or makes no sense, 429 or
 * 5xx is tried three times in all, after random pauses of up to 0.6 and 1.2 s.
 *
 * The connection to Privage is opened ahead: when the minter is made, which best happens as the site starts, and again
 * while `getUserToken` is asked.
 *
 * The returned function rejects with MINT_FAILED; `details.status` is the HTTP status, absent when no answer came.
 * `retryable` is false when Privage refused (4xx). What `getUserToken` throws passes through as it is.
 *
 * @example
 * ```ts
 * import { createPrivageMinter } from "@privage-addons/host-bridge";
 *
 * const mint = createPrivageMinter({
 *   baseUrl: "https://core.privageapp.com",
 *   getUserToken: () => "the signed-in user's JWT",
 * });
 * ```
 */
export const createPrivageMinter = ({
  baseUrl,
  getUserToken,
  fetch = globalThis.fetch,
  sleep = pause,
}: PrivageMinterOptions): Mint => {
  preconnect(baseUrl);
  return async ({ appconnectId, businessCode, signal }) => {
    preconnect(baseUrl);
    let renew = false;
    for (let attempt = 1; ; attempt++) {
      const userToken = await getUserToken({ renew });
      let status: number | undefined;
      let cause: unknown;
      try {
        const response = await fetch(`${baseUrl.replace(/\/+$/, "")}/v1/auth-connect/exchange-token`, {
          method: "POST",
          headers: { authorization: `Bearer ${userToken}`, "content-type": "application/json" },
          body: JSON.stringify({ appconnect_id: appconnectId, business_code: businessCode }),
          credentials: "omit",
          signal,
        });
        status = response.status;
        const body: { exchange_token?: unknown } | null = response.ok ? await response.json() : null;
        if (typeof body?.exchange_token === "string") return { exchangeToken: body.exchange_token };
      } catch (error) {
        cause = error;
      }
      if (status === 401 && !renew) {
        renew = true;
        continue;
      }
      const isRefusal = status && status > 399 && status < 500 && status !== 429;
      if (signal.aborted || isRefusal || attempt >= ATTEMPTS) {
        throw new AddOnError("MINT_FAILED", `Privage minted no exchange token (${status ?? "no answer"}).`, {
          cause,
          retryable: !isRefusal,
          ...(status && { details: { status } }),
        });
      }
      await sleep(FIRST_PAUSE_MS * 2 ** attempt * Math.random());
    }
  };
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
