/**
 * Privage's four token endpoints, for code that is not an add-on's page: a Management Site that mints, a job that has a key.
 * An add-on's page never needs them; its session does all of it.
 *
 * Nothing here is repeated: each of these calls makes or spends something, and a lost answer may hide a success.
 */
import { AddOnError } from "@privage-addons/contracts";
import type { components } from "@privage-addons/contracts/privage";
import { type CallOptions, createCaller, lost } from "../calls/caller.ts";
import { sendOnce } from "./exactly-once.ts";

type Schemas = components["schemas"];

export interface PrivageAuthOptions {
  /** `https://core.privageapp.com`, or where its pass-through is. */
  readonly baseUrl: string;
  readonly fetch?: typeof globalThis.fetch;
}

/** Each rejects with UPSTREAM_REJECTED, UNAUTHENTICATED, RATE_LIMITED, UPSTREAM_UNAVAILABLE, CALL_TIMEOUT or ABORTED. */
export interface PrivageAuthClient {
  /** With the Management Site user's own JWT, not with an add-on's token. */
  generateExchangeToken(
    request: Schemas["GenerateExchangeToken"] & { readonly userToken: string },
    options?: CallOptions,
  ): Promise<Schemas["ExchangeToken"]>;
  /** Works once, within 60 s of minting. A lost answer is OUTCOME_UNKNOWN: take the token for spent, and mint another one. */
  exchangeAccessToken(exchangeToken: string, options?: CallOptions): Promise<Schemas["TokenPair"]>;
  /**
   * The refresh token is its own proof; it may be replaced by the answer's. A lost answer is OUTCOME_UNKNOWN: sending the
   * same token again would look like theft and revoke its family.
   */
  renewAccessToken(refreshToken: string, options?: CallOptions): Promise<Schemas["RenewedTokens"]>;
  /** Server to server only: no secret may reach a browser. */
  getAccessToken(
    request: Schemas["GetAccessToken"],
    options?: CallOptions,
  ): Promise<Schemas["RenewedTokens"]>;
}

export const createPrivageAuthClient = ({
  baseUrl,
  fetch = globalThis.fetch,
}: PrivageAuthOptions): PrivageAuthClient => {
  // Written by people, with a slash at the end or without.
  const base = baseUrl.replace(/\/+$/, "");
  const send = <T>(name: string, body: object, options: CallOptions = {}, userToken?: string): Promise<T> => {
    const caller = createCaller({
      session: {
        fetch: async (path, { timeoutMs = 10_000, baseUrl: _, signal, ...init } = {}) => {
          const headers = new Headers(init.headers);
          if (userToken !== undefined) headers.set("authorization", `Bearer ${userToken}`);
          const end = new AbortController();
          const abort = () =>
            end.abort(new AddOnError("ABORTED", "The caller gave up.", { cause: signal?.reason }));
          if (signal?.aborted) abort();
          end.signal.throwIfAborted();
          signal?.addEventListener("abort", abort);
          // Not a timer of our own: this one lets a process end that has nothing else to do.
          AbortSignal.timeout(timeoutMs).addEventListener("abort", () =>
            end.abort(new AddOnError("CALL_TIMEOUT", `No answer within ${timeoutMs} ms.`)),
          );
          return fetch(base + path, { redirect: "error", ...init, headers, signal: end.signal }).catch(
            (cause: unknown) => {
              throw lost(end.signal.reason ?? cause, "POST");
            },
          );
        },
      },
    });
    return caller.send("POST", `/v1/auth-connect/${name}`, body, options);
  };

  return {
    generateExchangeToken: ({ userToken, ...request }, options) =>
      send("exchange-token", request, options, userToken),
    exchangeAccessToken: (exchange_token, options) =>
      sendOnce("the exchange", () => send("access-token", { exchange_token }, options)),
    renewAccessToken: (refresh_token, options) =>
      sendOnce("the renewal", () => send("renew-token", { refresh_token }, options)),
    getAccessToken: (request, options) => send("token", request, options),
  };
};
