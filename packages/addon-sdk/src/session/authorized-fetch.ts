/**
 * `fetch` with the session's token.
 *
 * A 401 says that the request was not carried out, so it is replayed once: with the newer token if there is one already,
 * else with a renewed one. A body that can be read only once is not replayed. Nothing else is ever repeated here; who
 * calls knows whether that is safe. The deadline covers the wait for a turn and the reading of the answer's body too, and
 * the session's end is every call's end.
 *
 * A call's turn lasts until its answer's headers are there, its replay included. The body is not waited for: whoever does
 * not read one would keep its turn for ever, and what is small the browser has read by itself. Token calls take no turn,
 * as calls that have one may be waiting for them.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { addressOf } from "./address.ts";
import { startStopwatch } from "./clock.ts";
import { startDeadline } from "./deadline.ts";
import type { Ports } from "./ports.ts";
import type { TokenSource } from "./token-source.ts";
import { createTurns } from "./turns.ts";

export const CALL_TIMEOUT_MS = 20_000;
/** More than a browser has connections for: six to a host over HTTP/1.1, some 100 streams over HTTP/2. */
const CALLS_AT_ONCE = 256;

export interface SessionRequest extends RequestInit {
  /** Deadline of the whole call in milliseconds, the answer's body included; 20,000 when absent. */
  readonly timeoutMs?: number;
  /** Another base than `apiBaseUrl`. The access token goes there: name nothing but your own server. */
  readonly baseUrl?: string;
}

/**
 * `traceparent` is the trace context, sent to the page's own server only: another one's CORS policy may not know it.
 * `onAnswer` is told how long a call took, in milliseconds.
 */
export const createAuthorizedFetch = (
  { fetch, clock, page }: Ports,
  apiBaseUrl: string,
  source: TokenSource,
  traceparent: () => string,
  onAnswer: (durationMs: number) => void,
) => {
  const inTurn = createTurns(CALLS_AT_ONCE);
  return async (path: string, request: SessionRequest = {}): Promise<Response> => {
    const { timeoutMs = CALL_TIMEOUT_MS, baseUrl = apiBaseUrl, ...init } = request;
    const url = addressOf(baseUrl, path);
    const signal = startDeadline(clock, timeoutMs, init.signal ?? source.over, source.over);
    const headers = new Headers(init.headers);
    if (!baseUrl.includes(":")) headers.set("traceparent", traceparent());
    const elapsed = startStopwatch(clock);
    let sent = false;
    const send = async (isReplay = false): Promise<Response> => {
      sent = false;
      const token = await source.get(signal);
      headers.set("authorization", `Bearer ${token.value}`);
      sent = true;
      const response = await fetch(url, {
        credentials: page.credentials(),
        redirect: "error",
        ...init,
        headers,
        signal,
      });
      onAnswer(elapsed());
      return response.status === 401 &&
        source.refused(token, isReplay) &&
        !(init.body instanceof ReadableStream)
        ? send(true)
        : response;
    };
    try {
      return await inTurn(signal, send);
    } catch (error) {
      if (!sent && isAddOnError(error)) throw error;
      const cause: unknown = signal.aborted ? signal.reason : error;
      throw new AddOnError(
        isAddOnError(cause) ? cause.code : signal.aborted ? "ABORTED" : "UPSTREAM_UNAVAILABLE",
        "No answer came.",
        {
          cause,
          details: { ...(isAddOnError(cause) && cause.details), sent },
          // A write that was sent may have been carried out: nobody may make it again on our word.
          ...(sent && !/^(get|head)?$/i.test(init.method ?? "") ? { retryable: false } : {}),
        },
      );
    }
  };
};
