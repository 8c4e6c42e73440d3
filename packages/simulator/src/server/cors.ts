import type { IncomingMessage } from "node:http";

const ALLOWED_HEADERS = "authorization, content-type, traceparent";
const ALLOWED_METHODS = "GET, POST, PUT, PATCH, DELETE";

/** The CORS headers of an answer to `message`; none for an origin that is not allowed. */
export const corsHeaders = (
  message: IncomingMessage,
  allowedOrigins: readonly string[],
): Readonly<Record<string, string>> => {
  if (allowedOrigins.length === 0) return {};
  const origin = message.headers.origin;
  const vary = { vary: "origin" };
  if (origin === undefined || !allowedOrigins.includes(origin)) return vary;
  return { ...vary, "access-control-allow-origin": origin };
};

export const isPreflight = (message: IncomingMessage): boolean =>
  message.method === "OPTIONS" && message.headers["access-control-request-method"] !== undefined;

/** What a preflight is told on top of {@link corsHeaders}. `max-age` as Chromium caps it would be 7200 s; short is kinder here. */
export const PREFLIGHT_HEADERS = {
  "access-control-allow-headers": ALLOWED_HEADERS,
  "access-control-allow-methods": ALLOWED_METHODS,
  "access-control-max-age": "600",
} as const;
