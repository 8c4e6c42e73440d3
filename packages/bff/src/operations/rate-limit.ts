import { AddOnError } from "@privage-addons/contracts";
import { LRUCache } from "lru-cache";
import type { Clock } from "./clock.ts";

export interface RateLimit {
  /** @throws {AddOnError} RATE_LIMITED with the time to wait. */
  spend(key: string): void;
}

/** A token bucket per key, in a bounded memory; a quarter of the minute's calls may come at once. */
export const createRateLimit = (clock: Clock, callsPerMinute: number, capacity = 20_000): RateLimit => {
  const buckets = new LRUCache<string, { credit: number; at: number }>({ max: capacity });
  const burst = Math.max(1, callsPerMinute / 4);
  const perMs = callsPerMinute / 60_000;
  return {
    spend: (key) => {
      const now = clock.now();
      let bucket = buckets.get(key);
      if (!bucket) {
        bucket = { credit: burst, at: now };
        buckets.set(key, bucket);
      }
      bucket.credit = Math.min(burst, bucket.credit + (now - bucket.at) * perMs);
      bucket.at = now;
      if (bucket.credit < 1) {
        throw new AddOnError("RATE_LIMITED", "Too many calls; slow down.", {
          details: { retryAfterMs: (1 - bucket.credit) / perMs },
        });
      }
      bucket.credit -= 1;
    },
  };
};
