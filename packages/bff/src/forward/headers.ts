/** Header allow-lists, both ways. What is not named here does not pass: no cookie, no forwarded-for, no hop-by-hop. */
import type { IncomingHttpHeaders, OutgoingHttpHeader } from "node:http";

const TO_PLATFORM = [
  "accept",
  "accept-encoding",
  "accept-language",
  "content-type",
  "content-encoding",
  "if-none-match",
  "if-modified-since",
  "idempotency-key",
] as const;

const TO_CALLER = new Set([
  "content-type",
  "content-encoding",
  "content-language",
  "content-disposition",
  "etag",
  "last-modified",
  "retry-after",
  "ratelimit",
  "ratelimit-policy",
  "x-ratelimit-limit",
  "x-ratelimit-remaining",
  "x-ratelimit-reset",
  "x-haravan-api-call-limit",
  "www-authenticate",
  "x-request-id",
]);

/** Headers of an answer, as `writeHead` takes them. */
export type AnswerHeaders = NodeJS.Dict<OutgoingHttpHeader>;

/** Header names and values in turn, as undici takes them fastest. */
export const requestHeaders = (
  incoming: IncomingHttpHeaders,
  authorization: string | undefined,
  traceparent: string,
): string[] => {
  const headers = ["user-agent", "privage-bff", "traceparent", traceparent];
  if (authorization !== undefined) headers.push("authorization", authorization);
  for (const name of TO_PLATFORM) {
    const value = incoming[name];
    if (typeof value === "string") headers.push(name, value);
  }
  return headers;
};

/** Haravan writes `2.0`; RFC 9110 section 10.2.3 knows whole seconds only. */
const wholeSeconds = (value: string): string =>
  value.includes(".") ? String(Math.ceil(Number(value)) || 1) : value;

/**
 * Header names and values in turn. Answers may hold personal data and tokens: no cache keeps them, whatever the platform
 * says (RFC 9111 section 5.2.2.5).
 */
export const responseHeaders = (
  status: number,
  upstream: IncomingHttpHeaders,
  own: Readonly<AnswerHeaders>,
): OutgoingHttpHeader[] => {
  const headers: OutgoingHttpHeader[] = ["cache-control", "no-store", "x-content-type-options", "nosniff"];
  for (const name in own) headers.push(name, own[name] ?? "");
  for (const name in upstream) {
    const value = upstream[name];
    if (value === undefined || !TO_CALLER.has(name)) continue;
    headers.push(name, name === "retry-after" && typeof value === "string" ? wholeSeconds(value) : value);
  }
  // The last: after it, Node refuses a content-disposition that is not ASCII. Not with 204: RFC 9110 section 8.6.
  const length = upstream["content-length"];
  if (length !== undefined && status !== 204) headers.push("content-length", length);
  return headers;
};
