import { AddOnError } from "@privage-addons/contracts";
import { LRUCache } from "lru-cache";
import type { Clock } from "./clock.ts";

interface Bucket {
  credit: number;
  at: number;
}

export type RateLimit = ReturnType<typeof createRateLimit>;

const MOST_KEYS = 20_000;

/** A token bucket per key, in a bounded memory; a quarter of the minute's calls may come at once. */
export const createRateLimit = (clock: Clock, callsPerMinute: number) => {
  const buckets = new LRUCache<string, Bucket>({ max: MOST_KEYS });
  const burst = Math.max(1, callsPerMinute / 4);
  const perMs = callsPerMinute / 60_000;

  const newBucket = (key: string, maker: string | undefined, now: number): Bucket => {
    if (maker !== undefined) spend(maker);
    const bucket = { credit: burst, at: now };
    buckets.set(key, bucket);
    return bucket;
  };

  const fill = (bucket: Bucket, now: number): void => {
    bucket.credit = Math.min(burst, bucket.credit + (now - bucket.at) * perMs);
    bucket.at = now;
    if (bucket.credit >= 1) return;
    throw new AddOnError("RATE_LIMITED", "Too many calls; slow down.", {
      details: { retryAfterMs: (1 - bucket.credit) / perMs },
    });
  };

  /**
   * Spends one call of `key`. A key that was not seen before costs one of `maker`'s too: made-up keys are paid by whoever
   * makes them up.
   *
   * @throws {AddOnError} RATE_LIMITED with the time to wait.
   */
  const spend = (key: string, maker?: string): void => {
    const now = clock.now();
    const bucket = buckets.get(key) ?? newBucket(key, maker, now);
    fill(bucket, now);
    bucket.credit -= 1;
  };

  /**
   * Spends nothing.
   *
   * @throws {AddOnError} RATE_LIMITED when `spend` would.
   */
  const check = (key: string): void => {
    const bucket = buckets.get(key);
    if (bucket) fill(bucket, clock.now());
  };

  /** From now on it counts as a key that was not seen before. Where it does already, as others forgot it too, `maker` owes one call. */
  const forget = (key: string, maker: string): void => {
    const wasKnown = buckets.delete(key);
    const bucket = buckets.get(maker);
    if (bucket && !wasKnown) bucket.credit -= 1;
  };

  return { spend, check, forget };
};
