/** Renewed between 80 and 90 % of its life, so that instances do not all wake at once. */
const RENEW_FROM = 0.8;
const RENEW_JITTER = 0.1;
/** A token that lives for decades is renewed monthly all the same: its refresh token may live less long. */
const LONGEST_UNTOUCHED_MS = 30 * 24 * 3600 * 1000;
/** 68 years, the longest that a platform is known to give; what says more is believed no further, and a database can hold it. */
const LONGEST_LIFE_MS = 2 ** 31 * 1000;
/** A token is not used in its last seconds: the request must still arrive. Never more than a tenth of the life. */
const SAFETY_MS = 5_000;

export interface Lifetime {
  readonly renewInMs: number;
  readonly expiresInMs: number;
}

/** When to renew and when to stop using a token that is said to live for `saidMs` and was asked for `elapsedMs` ago. `random` is in [0, 1). */
export const planLifetime = (saidMs: number, elapsedMs: number, random: number): Lifetime => {
  const lifeMs = Math.min(saidMs, LONGEST_LIFE_MS);
  const renewAt = Math.min(lifeMs * (RENEW_FROM + RENEW_JITTER * random), LONGEST_UNTOUCHED_MS);
  const expiresAt = lifeMs - Math.min(SAFETY_MS, lifeMs / 10);
  return { renewInMs: Math.max(0, renewAt - elapsedMs), expiresInMs: Math.max(0, expiresAt - elapsedMs) };
};

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;
const FIRST_TERMINAL_PAUSE_MS = 60_000;
const LONGEST_TERMINAL_PAUSE_MS = 15 * 60_000;

/** How long the whole cluster leaves a platform's token endpoint alone after `count` failures in a row, ms. */
export const pauseAfterFailure = (count: number, isTerminal: boolean, retryAfterMs = 0): number => {
  if (isTerminal) return Math.min(LONGEST_TERMINAL_PAUSE_MS, FIRST_TERMINAL_PAUSE_MS * 2 ** count);
  const pause = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** count);
  return Math.max(pause, retryAfterMs);
};
