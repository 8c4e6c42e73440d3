/** The session an add-on sees: a state to show, and calls that carry a valid token. */
import { CALL_TIMEOUT_MS, createAuthorizedFetch, type SessionRequest } from "./authorized-fetch.ts";
import { startDeadline } from "./deadline.ts";
import type { Ports } from "./ports.ts";
import type { SessionState } from "./session-state.ts";
import { type AskHost, createTokenSource, type TokenSource } from "./token-source.ts";

export interface Session {
  readonly state: SessionState;
  /** Calls `listener` now (a late subscriber misses nothing) and at each change. Returns the removal. */
  subscribe(listener: (state: SessionState) => void): () => void;
  /**
   * An access token that is valid now. Rejects within 20 s with SESSION_ENDED, RENEWAL_FAILED, the host's refusal
   * (MINT_FAILED, NOT_GRANTED …) or the signal's reason. Prefer {@link Session.fetch}: it never shows you the token.
   */
  getAccessToken(options?: { readonly signal?: AbortSignal }): Promise<string>;
  /**
   * Calls a path below `apiBaseUrl` with the access token, and resolves to the answer whatever its status. A 401 renews
   * the token and replays the call once, unless its body is a stream. At most 256 requests are open at once; further ones
   * wait their turn within their own deadline.
   *
   * Rejects with SESSION_ENDED, RENEWAL_FAILED, UPSTREAM_UNAVAILABLE, CALL_TIMEOUT, ABORTED or INVALID_ARGUMENT, or, before
   * anything is sent, as {@link Session.getAccessToken} does. Redirects are not followed: UPSTREAM_UNAVAILABLE.
   * `details.sent` is true when the request may have reached the platform: a write, which is any method but GET and HEAD, is
   * then not `retryable`. What became of it is looked up before it is made again; the clients do that. The answer's body
   * may break off later: the error of reading it does not tell a write from a read.
   *
   * @example
   * ```ts
   * import { connectToHost } from "@privage-addons/addon-sdk";
   *
   * const { session } = await connectToHost();
   * const response = await session.fetch("/v2/connect/transactions?page=1");
   * ```
   */
  fetch(path: string, init?: SessionRequest): Promise<Response>;
}

/** The session, and what only its owner may do with it. */
export interface OwnedSession extends Pick<TokenSource, "start" | "end"> {
  readonly session: Session;
}

export const createSession = (
  ports: Ports,
  baseUrl: string,
  askHost: AskHost,
  traceparent: () => string,
  onAnswer: (durationMs: number) => void,
): OwnedSession => {
  // Written by people, with a slash at the end or without.
  const apiBaseUrl = baseUrl.replace(/\/+$/, "");
  const source = createTokenSource(ports, apiBaseUrl, askHost);
  const { state, start, end } = source;
  return {
    session: {
      get state() {
        return state.get();
      },
      subscribe: state.subscribe,
      getAccessToken: async ({ signal } = {}) => {
        const deadline = startDeadline(ports.clock, CALL_TIMEOUT_MS, source.over, signal ?? source.over);
        return (await source.get(deadline)).value;
      },
      fetch: createAuthorizedFetch(ports, apiBaseUrl, source, traceparent, onAnswer),
    },
    start,
    end,
  };
};
