/** How long to wait before the next attempt. All pure; `random` is in [0, 1). */
const FIRST_MS = 250;
const GROWTH = 3;
/** So that ten minutes of outage see at most 40 token calls, and a caller's 20 s at least one. */
const LONGEST_MS = 17_000;
const LONGEST_RETRY_AFTER_MS = 300_000;

/** Up to an eighth more, never less: nobody comes back too early. */
export const jittered = (ms: number, random: number): number => ms * (1 + random / 8);

/** Milliseconds to wait after `failures` failed attempts (1 or more): 0.25 s, 0.75 s, 2.25 s … 17 s. */
export const backoffMs = (failures: number): number =>
  Math.min(FIRST_MS * GROWTH ** (failures - 1), LONGEST_MS);

/**
 * `Retry-After` in milliseconds: whole or decimal seconds, or an HTTP date; 0 when absent or unreadable, five minutes at
 * most. A date is compared with the answer's own `Date`, as this machine's clock may be wrong.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9110#section-10.2.3
 */
export const retryAfterMs = (headers: Headers, now: number): number => {
  const text = headers.get("retry-after") ?? "";
  const ms = Number(text) * 1000 || Date.parse(text) - (Date.parse(headers.get("date") ?? "") || now);
  return ms > 0 ? Math.min(ms, LONGEST_RETRY_AFTER_MS) : 0;
};
