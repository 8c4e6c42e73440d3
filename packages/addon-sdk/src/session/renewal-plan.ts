/**
 * When a token is renewed, as its age in milliseconds. All pure.
 *
 * The margin before expiry is 20 % of the life, or twice the last round trip when that is longer, and never more than
 * half of the life: a margin as long as the life makes other libraries renew in a loop (tokens-and-bff.md, R3 and R4).
 * A random tenth of the life spreads the renewals of many open pages.
 */
const MARGIN = 0.2;
const JITTER = 0.1;
const EARLIEST = 0.5;
const MIN_GAP_MS = 5_000;
const SAFETY_MS = 5_000;

/** The age from which on a token is not sent any more: shortly before its end, as the request still has to travel. */
export const lastUseAge = (lifeMs: number): number => lifeMs - Math.min(SAFETY_MS, lifeMs * JITTER);

/** The age from which on a token is renewed ahead of time, its last use at the latest. `random` is in [0, 1). */
export const renewalAge = (lifeMs: number, roundTripMs: number, random: number): number => {
  // Shares of the life, not a margin taken off it: a life that nobody tells is Infinity, and so is the age then.
  const share = 1 - JITTER * random;
  const planned = Math.min(lifeMs * (share - MARGIN), lifeMs * share - roundTripMs * 2);
  return Math.min(Math.max(planned, lifeMs * EARLIEST, MIN_GAP_MS), lastUseAge(lifeMs));
};
