import type { Clock } from "../operations/clock.ts";

const WINDOW_MS = 10_000;
const LEAST_CALLS = 20;
const FAILURE_SHARE = 0.5;
const PAUSE_MS = 5_000;

/** `answered`: the platform is alive, whatever it said (a refusal, 4xx, too). `unknown`: the call ended for another reason. */
export type CallEnd = "answered" | "failed" | "unknown";

export type Circuit = ReturnType<typeof createCircuit>;

/**
 * A circuit breaker for one platform: it opens with a failure, when at least half of 20 or more calls in 10 s failed, so that callers get
 * an answer at once and the platform gets air; after 5 s one call tries again, and another one for each 5 s without its end.
 */
export const createCircuit = (clock: Clock) => {
  let windowStart = clock.now();
  let calls = 0;
  let failures = 0;
  let openUntil: number | undefined;
  /** While half open: until when the call that tries is waited for. It may last as long as its caller likes. */
  let tryingUntil: number | undefined;

  return {
    /** ms to wait before the next call; 0 when calls may pass. While half open, one call at a time may. */
    waitMs: (): number => {
      if (openUntil === undefined) return 0;
      const now = clock.now();
      if (openUntil > now) return openUntil - now;
      if (tryingUntil !== undefined && tryingUntil > now) return 1_000;
      tryingUntil = now + PAUSE_MS;
      return 0;
    },
    /** How one call went that `waitMs` let pass: said once. */
    record: (end: CallEnd): void => {
      const isFailure = end === "failed";
      // While all goes well there is nothing to date.
      if (openUntil === undefined && failures === 0 && !isFailure) {
        if (end === "answered") calls += 1;
        return;
      }
      const isTrial = tryingUntil !== undefined;
      // Begun before it opened, or not asked for a place: only the trial decides.
      if (openUntil !== undefined && !isTrial) return;
      tryingUntil = undefined;
      if (end === "unknown") return;
      const now = clock.now();
      if (isTrial || now - windowStart > WINDOW_MS) {
        windowStart = now;
        calls = failures = 0;
      }
      if (isTrial) {
        openUntil = isFailure ? now + PAUSE_MS : undefined;
        return;
      }
      calls += 1;
      if (!isFailure) return; // Whoever answers just now is not held back for what was before.
      failures += 1;
      if (calls >= LEAST_CALLS && failures >= calls * FAILURE_SHARE) openUntil = now + PAUSE_MS;
    },
    get isOpen() {
      return openUntil !== undefined;
    },
  };
};
