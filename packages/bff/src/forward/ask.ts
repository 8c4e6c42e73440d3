/** A call of our own to a platform: for a token, or to learn whose token it is. Small answers only, read as text first. */
import type { IncomingHttpHeaders } from "node:http";
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { parseJson } from "../parse-json.ts";
import { NOT_SENT } from "./forward.ts";
import type { Upstreams } from "./upstreams.ts";

export interface Question {
  readonly method: "GET" | "POST";
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

/**
 * Asks, without following redirects: a 3xx is an answer like any other, and a secret never travels to another host.
 * Rejects with UPSTREAM_UNAVAILABLE when no whole answer of at most 64 KiB came; `details.wasSent` tells whether the
 * platform may have seen the question.
 */
export const ask = async (upstreams: Upstreams, question: Question): Promise<Answer> => {
  const { method, url, headers, body, signal } = question;
  const { origin, pathname, search } = new URL(url);
  const { pool, circuit } = upstreams.of(origin);
  let isFailure = true;
  try {
    const answer = await pool.request({
      method,
      path: pathname + search,
      headers: { "user-agent": "privage-bff", accept: "application/json", ...headers },
      body: body ?? null,
      signal,
    });
    const chunks: Buffer[] = [];
    let size = 0;
    for await (const chunk of answer.body as AsyncIterable<Buffer>) {
      size += chunk.length;
      if (size > MOST_BYTES) {
        throw new AddOnError(
          "UPSTREAM_UNAVAILABLE",
          `${origin} answered with more than ${MOST_BYTES} bytes.`,
        );
      }
      chunks.push(chunk);
    }
    isFailure = answer.statusCode >= 502;
    const text = Buffer.concat(chunks).toString("utf8");
    return { status: answer.statusCode, headers: answer.headers, text, json: parseJson(text) };
  } catch (cause) {
    if (isAddOnError(cause)) throw cause;
    const wasSent = !(cause instanceof Error && "code" in cause && NOT_SENT.has(String(cause.code)));
    throw new AddOnError("UPSTREAM_UNAVAILABLE", `${origin} gave no whole answer.`, {
      cause,
      details: { wasSent },
    });
  } finally {
    circuit.record(isFailure);
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
