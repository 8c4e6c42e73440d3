/** The time of all simulators: the real one, moved ahead on request. Milliseconds since the epoch. */
export interface Clock {
  readonly now: () => number;
  /** Lets time pass for tokens, windows and buckets; real timers do not notice. */
  readonly advance: (seconds: number) => void;
  readonly reset: () => void;
}

export const createClock = (realNow: () => number): Clock => {
  let aheadMs = 0;
  return {
    now: () => realNow() + aheadMs,
    advance: (seconds) => {
      aheadMs += seconds * 1000;
    },
    reset: () => {
      aheadMs = 0;
    },
  };
};
