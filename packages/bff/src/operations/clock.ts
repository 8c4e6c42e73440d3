import { setTimeout as delay } from "node:timers/promises";

/** Time, injected everywhere, so that tests never wait. */
export interface Clock {
  /**
   * ms that never go back. For lifetimes only: it runs as fast as the faster of the wall clock and the monotonic clock,
   * because the first jumps when it is set and the second stands still while a machine sleeps.
   */
  now(): number;
  /** Resolves after `ms`, or as soon as the signal fires. */
  sleep(ms: number, signal?: AbortSignal): Promise<void>;
}

export const createClock = (
  wall: () => number = Date.now,
  monotonic: () => number = () => performance.now(),
): Clock => {
  let now = wall();
  let lastWall = now;
  let lastMonotonic = monotonic();
  return {
    now: () => {
      const wallNow = wall();
      const monotonicNow = monotonic();
      now += Math.max(0, wallNow - lastWall, monotonicNow - lastMonotonic);
      lastWall = wallNow;
      lastMonotonic = monotonicNow;
      return now;
    },
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
