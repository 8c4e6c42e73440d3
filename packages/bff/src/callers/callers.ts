/**
 * Whose token is it? Answers are remembered by the token's hash, for at most 60 s and never past the token's own end, in a
 * bounded memory. From 80 to 95 % of that time on, one call asks again in the background and nobody waits; the share is
 * random, so that callers who came together do not all ask together. Refusals are remembered for 5 s in a memory of their
 * own, so that a flood of bad tokens pushes no good one out. Concurrent questions about one token are one question; a
 * failure to find out is never remembered.
 */
import { hash } from "node:crypto";
import { type AddOnError, isAddOnError } from "@privage-addons/contracts";
import { LRUCache } from "lru-cache";
import type { Clock } from "../operations/clock.ts";
import type { Caller, VerifyCaller } from "./verify.ts";

const ACCEPTED_MS = 60_000;
const ASK_AGAIN_FROM_MS = 48_000;
const ASK_AGAIN_JITTER_MS = 9_000;
/** After a background question that found nothing out. */
const ASK_AGAIN_PAUSE_MS = 3_000;
const REFUSED_MS = 5_000;

interface Accepted {
  readonly caller: Caller;
  askAgainAt: number;
  readonly until: number;
}

export type Callers = ReturnType<typeof createCallers>;

export interface CallersOptions {
  readonly verify: VerifyCaller;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random?: () => number;
  readonly capacity?: number;
}

export const createCallers = ({ verify, clock, random = Math.random, capacity = 20_000 }: CallersOptions) => {
  const accepted = new LRUCache<string, Accepted>({ max: capacity });
  const refused = new LRUCache<string, { error: AddOnError; until: number }>({ max: capacity });
  const asking = new Map<string, Promise<Caller>>();

  const find = async (token: string, key: string): Promise<Caller> => {
    const startedAt = clock.now();
    try {
      const { caller, lifeMs = ACCEPTED_MS } = await verify(token);
      const life = Math.min(ACCEPTED_MS, lifeMs);
      const askAgainAt = startedAt + ASK_AGAIN_FROM_MS + ASK_AGAIN_JITTER_MS * random();
      if (life > 0) accepted.set(key, { caller, askAgainAt, until: startedAt + life });
      return caller;
    } catch (error) {
      if (isAddOnError(error) && error.code === "UNAUTHENTICATED") {
        accepted.delete(key);
        refused.set(key, { error, until: clock.now() + REFUSED_MS });
      }
      throw error;
    }
  };

  /** At most one question about a token at a time. */
  const ask = (token: string, key: string): Promise<Caller> => {
    const running = asking.get(key);
    if (running !== undefined) return running;
    const question = find(token, key).finally(() => asking.delete(key));
    asking.set(key, question);
    return question;
  };

  const peek = (token: string, key: string): Caller | undefined => {
    const known = accepted.get(key);
    const now = clock.now();
    if (!known || known.until <= now) return undefined;
    if (known.askAgainAt <= now) {
      known.askAgainAt = now + ASK_AGAIN_PAUSE_MS;
      ask(token, key).catch(() => {}); // A refusal is remembered by `find`; anything else is asked again.
    }
    return known.caller;
  };

  const keyOf = (token: string) => hash("sha256", token, "base64url");

  return {
    /** The answer if it is in memory. Asks again in the background when it is getting old. */
    peek: (token: string) => peek(token, keyOf(token)),
    /**
     * Finds out. `count` is called when it takes a question of its own, and may refuse it by throwing. Rejects with
     * UNAUTHENTICATED, UPSTREAM_UNAVAILABLE, or what `count` threw.
     */
    identify: async (token: string, count?: () => void): Promise<Caller> => {
      const key = keyOf(token);
      const known = peek(token, key);
      if (known) return known;
      const refusal = refused.get(key);
      if (refusal && refusal.until > clock.now()) throw refusal.error;
      if (!asking.has(key)) count?.();
      return ask(token, key);
    },
  };
};
