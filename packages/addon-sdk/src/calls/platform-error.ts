/**
 * One typed error for every way in which a platform says no: the BFF's problem+json (RFC 9457) with its own `code`,
 * Privage's `{message: string | string[]}`, MeeD's `{error, message}`, Haravan's `error` or `errors` or bare text.
 */
import { AddOnError, type ErrorCode, isErrorCode } from "@privage-addons/contracts";
import { retryAfterMs } from "../session/backoff.ts";

const LONGEST_TEXT = 300;

/** The error for an answer outside 200-299. `details` has `status`, and `retryAfterMs` when the platform named it. */
export const platformError = (response: Response, body: string, now: number): AddOnError => {
  const { status, headers } = response;
  const { code, text, retryable } = read(body);
  const pause = retryAfterMs(headers, now);
  return new AddOnError(
    isErrorCode(code) ? code : codeOf(status),
    text || `The platform answered ${status}.`,
    {
      details: { status, sent: true, ...(pause && { retryAfterMs: pause }) },
      ...(typeof retryable === "boolean" && { retryable }),
    },
  );
};

const codeOf = (status: number): ErrorCode => {
  if (status === 401) return "UNAUTHENTICATED";
  if (status === 429) return "RATE_LIMITED";
  return status >= 500 || status === 408 ? "UPSTREAM_UNAVAILABLE" : "UPSTREAM_REJECTED";
};

const read = (body: string): { code?: unknown; text: string; retryable?: unknown } => {
  try {
    const { code, retryable, detail, message, errors, error, title } = JSON.parse(body);
    const told = detail ?? message ?? errors ?? error ?? title ?? "";
    const text =
      typeof told === "string" ? told : Array.isArray(told) ? told.join("; ") : JSON.stringify(told);
    return { code, retryable, text: text.slice(0, LONGEST_TEXT) };
  } catch {
    // A proxy's HTML page says nothing to people.
    return { text: /^\s*</.test(body) ? "" : body.trim().slice(0, LONGEST_TEXT) };
  }
};
