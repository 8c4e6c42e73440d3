/** A call of our own to a platform: for a token, or to learn whose token it is. Small answers only, read as text first. */
import type { IncomingHttpHeaders } from "node:http";
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import type { Dispatcher } from "undici";
import { parseJson } from "../parse-json.ts";
import type { CallEnd } from "./circuit.ts";
import type { WaitingHandler } from "./http-connection.ts";
import type { Upstream, Upstreams } from "./upstreams.ts";

export interface Question {
  readonly method: "GET" | "HEAD" | "POST";
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
  /** The text as JSON, undefined when it is not JSON: several platforms answer errors as bare text. */
  readonly json: unknown;
}

const MOST_BYTES = 65_536;

const tooLarge = (origin: string): AddOnError =>
  new AddOnError("UPSTREAM_UNAVAILABLE", `${origin} answered with more than ${MOST_BYTES} bytes.`);

const collect = ({ pool, origin }: Upstream, question: Dispatcher.DispatchOptions, signal: AbortSignal) =>
  new Promise<Answer>((resolve, reject) => {
    /** Known once a connection takes the question: until then nothing of it was sent. */
    let controller: Dispatcher.DispatchController | undefined;
    let head: Pick<Answer, "status" | "headers"> = { status: 0, headers: {} };
    const chunks: Buffer[] = [];
    let size = 0;
    const fail = (cause: unknown) => {
      signal.removeEventListener("abort", giveUp);
      if (isAddOnError(cause)) return reject(cause);
      const details = { wasSent: controller !== undefined };
      reject(new AddOnError("UPSTREAM_UNAVAILABLE", `${origin} gave no whole answer.`, { cause, details }));
    };
    const giveUp = () => {
      if (controller) controller.abort(signal.reason);
      else fail(signal.reason);
    };
    if (signal.aborted) return giveUp();
    signal.addEventListener("abort", giveUp);
    const handler: WaitingHandler = {
      get isOver() {
        return signal.aborted;
      },
      onRequestStart: (started) => {
        signal.throwIfAborted(); // As in forward.ts: its connection is kept.
        controller = started;
      },
      onResponseStart: (_controller, status, headers) => {
        head = { status, headers };
      },
      onResponseData: (answering, chunk) => {
        size += chunk.length;
        chunks.push(chunk);
        if (size > MOST_BYTES) answering.abort(tooLarge(origin));
      },
      onResponseEnd: () => {
        signal.removeEventListener("abort", giveUp);
        const text = Buffer.concat(chunks).toString("utf8");
        resolve({ ...head, text, json: parseJson(text) });
      },
      onResponseError: (_controller, error) => fail(error),
    };
    pool.dispatch(question, handler);
  });

/**
 * Asks, without following redirects: a 3xx is an answer like any other, and a secret never travels to another host.
 * Rejects with UPSTREAM_UNAVAILABLE when no whole answer of at most 64 KiB came before `signal`; `details.wasSent` tells
 * whether the platform may have seen the question.
 */
export const ask = async (upstreams: Upstreams, question: Question): Promise<Answer> => {
  const { method, url, headers, body = null, signal } = question;
  const { origin, pathname, search } = new URL(url);
  const upstream = upstreams.of(origin);
  let end: CallEnd = "failed";
  try {
    const options = {
      method,
      path: pathname + search,
      headers: { "user-agent": "privage-bff", accept: "application/json", ...headers },
      body,
    };
    const answer = await collect(upstream, options, signal);
    if (answer.status < 502) end = "answered";
    return answer;
  } catch (error) {
    // It waited for connections that others have, which says nothing about the platform.
    const isUnsent = isAddOnError(error) && error.details?.["wasSent"] === false;
    if (isUnsent && signal.aborted && upstream.pool.stats.connected > 0) end = "unknown";
    throw error;
  } finally {
    upstream.circuit.record(end);
  }
};

const LONGEST_RETRY_AFTER_MS = 3_600_000;

/**
 * `Retry-After` in ms (RFC 9110 section 10.2.3): seconds, also with decimals as Haravan sends them, or an HTTP date.
 * Undefined when absent or unreadable; never more than an hour.
 */
export const retryAfterMs = (
  value: string | string[] | undefined,
  wallNow: number = Date.now(),
): number | undefined => {
  const text = (Array.isArray(value) ? value[0] : value)?.trim();
  if (!text) return undefined;
  const seconds = /^\d{1,9}(\.\d{1,9})?$/.test(text) ? Number(text) : undefined;
  const date = /^[A-Z][a-z]{2}, /.test(text) ? Date.parse(text) : Number.NaN; // `Date.parse` reads "-1" as a year.
  const ms = seconds !== undefined ? seconds * 1000 : date - wallNow;
  return Number.isFinite(ms) ? Math.min(Math.max(0, ms), LONGEST_RETRY_AFTER_MS) : undefined;
};
