/** How much a busy machine kept this process waiting, so that a limit in seconds can be meant and still hold on any machine. */
export interface LoadWatch {
  /** ms that passed without us while we were ready to run. */
  readonly starvedMs: () => number;
  readonly stop: () => void;
}

const TICK_MS = 10;

/** Counts from now on how late a timer comes that should come every 10 ms. */
export const watchLoad = (): LoadWatch => {
  let last = performance.now();
  let starved = 0;
  const ticking = setInterval(() => {
    const now = performance.now();
    starved += Math.max(0, now - last - TICK_MS);
    last = now;
  }, TICK_MS);
  return { starvedMs: () => starved, stop: () => clearInterval(ticking) };
};
