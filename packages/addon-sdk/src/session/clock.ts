/**
 * Time for a session. No single clock of a browser can be trusted with a token's life: the wall clock is set by people
 * and by NTP, and `performance.now()` stands still while most machines sleep (w3c/hr-time#115). So the time that passed
 * is the larger of both differences: a token is never thought younger than it is. A clock set forward costs one early
 * renewal; a clock set back costs nothing.
 */
export interface Clock {
  /** Milliseconds since the Unix epoch, as this machine believes. */
  now(): number;
  /** Milliseconds on a clock that never goes back. */
  monotonic(): number;
  /** Calls `callback` after `delayMs`, perhaps much later. Returns the cancellation. */
  setTimer(callback: () => void, delayMs: number): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
  setTimer: (callback, delayMs) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};

/** Starts now; tells the milliseconds that passed since, never too few. */
export const startStopwatch = (clock: Clock): (() => number) => {
  const wall = clock.now();
  const mono = clock.monotonic();
  return () => Math.max(clock.now() - wall, clock.monotonic() - mono);
};
