import { setTimeout as delay } from "node:timers/promises";

/** Time, injected everywhere, so that tests never wait. */
export interface Clock {
  /**
   * ms that never go back. For lifetimes only: they are the monotonic clock's, which stands still while a machine sleeps,
   * and the wall clock tells when that was; it may be set at any time, forwards or back.
   */
  now(): number;
  /** The wall clock's ms since 1970, to be compared with other machines' only. */
  wallNow(): number;
  /** Resolves after `ms`, or as soon as the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

/** The wall clock's resolution: asking more often tells nothing new, and every request asks several times. */
const LOOK_EVERY_MS = 1;
/** Less is no sleep: the two round differently, and are not read in the same moment. */
const LEAST_JUMP_MS = 1_000;

export const createClock = (
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): Clock => {
  let lookedAt = monotonic();
  /** How far the wall clock is ahead of the monotonic one. */
  let ahead = wall() - lookedAt;
  let offset = ahead;
  return {
    now: () => {
      const monotonicNow = monotonic();
      if (monotonicNow - lookedAt >= LOOK_EVERY_MS) {
        lookedAt = monotonicNow;
        const jump = wall() - monotonicNow - ahead;
        if (Math.abs(jump) >= LEAST_JUMP_MS) {
          ahead += jump;
          offset += Math.max(0, jump);
        }
      }
      return monotonicNow + offset;
    },
    wallNow: wall,
    sleep: async (ms, signal) => {
      try {
        await delay(ms, undefined, signal ? { signal } : {});
      } catch (error) {
        if (!signal?.aborted) throw error;
      }
    },
  };
};

/** Waits so long at most, in ms, and then rejects with `late()`; what is waited for goes on. */
export const inTime = async <Result>(
  clock: Pick<Clock, "sleep">,
  ms: number,
  wait: Promise<Result>,
  late: () => Error,
): Promise<Result> => {
  const done = new AbortController();
  const limit = clock.sleep(ms, done.signal).then(() => {
    throw late();
  });
  try {
    return await Promise.race([wait, limit]);
  } finally {
    done.abort();
  }
};
