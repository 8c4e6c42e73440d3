import type { Clock } from "../clock/clock.ts";

const SIZE = 80;
const LEAK_PER_SECOND = 4;
const RETRY_AFTER_SECONDS = 2;

/** What one request finds: whether there was room, and the headers that say how full it is. */
export interface Drop {
  readonly fits: boolean;
  readonly headers: Readonly<Record<string, string>>;
}

/** A leaky bucket of 80 that leaks 4 per second. After an overflow, requests are refused until `Retry-After` is over. */
export const createBucket = (clock: Clock): { readonly add: () => Drop } => {
  let level = 0;
  let measuredAt = clock.now();
  let closedUntil = 0;
  return {
    add: () => {
      const now = clock.now();
      level = Math.max(0, level - (Math.max(0, now - measuredAt) / 1000) * LEAK_PER_SECOND);
      measuredAt = now;
      const isClosed = now < closedUntil;
      if (isClosed || level + 1 > SIZE) {
        if (!isClosed) closedUntil = now + RETRY_AFTER_SECONDS * 1000;
        const seconds = (closedUntil - now) / 1000;
        // A decimal, as on the real platform, where it breaks parsers of integers and dates.
        const retryAfter = Math.max(0.1, seconds).toFixed(1);
        return {
          fits: false,
          headers: { "x-haravan-api-call-limit": `${SIZE}/${SIZE}`, "retry-after": retryAfter },
        };
      }
      level += 1;
      return { fits: true, headers: { "x-haravan-api-call-limit": `${Math.ceil(level)}/${SIZE}` } };
    },
  };
};
