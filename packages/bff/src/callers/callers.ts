/**
 * Whose token is it? Answers are remembered by the token's hash, for at most 60 s and never past the token's own end, in a
 * bounded memory. Refusals are remembered for 5 s in a memory of their own, so that a flood of bad tokens pushes no good
 * one out. Concurrent questions about one token are one question; a failure to find out is never remembered.
 */
import { hash } from "node:crypto";
import { type AddOnError, isAddOnError } from "@privage-addons/contracts";
import { LRUCache } from "lru-cache";
import type { Clock } from "../operations/clock.ts";
import type { Caller, VerifyCaller } from "./verify.ts";

const ACCEPTED_MS = 60_000;
const REFUSED_MS = 5_000;

export interface Callers {
  /** The answer if it is in memory. */
  peek(token: string): Caller | undefined;
  /** Rejects with UNAUTHENTICATED or UPSTREAM_UNAVAILABLE. */
  identify(token: string): Promise<Caller>;
}

export interface CallersOptions {
  readonly verify: VerifyCaller;
  readonly clock: Clock;
  /** For `exp`, which is a date. */
  readonly wallNow?: () => number;
  readonly capacity?: number;
}

export const createCallers = ({
  verify,
  clock,
  wallNow = Date.now,
  capacity = 20_000,
}: CallersOptions): Callers => {
  const accepted = new LRUCache<string, { caller: Caller; until: number }>({ max: capacity });
  const refused = new LRUCache<string, { error: AddOnError; until: number }>({ max: capacity });
  const asking = new Map<string, Promise<Caller>>();

  const find = async (token: string, key: string): Promise<Caller> => {
    const startedAt = clock.now();
    try {
      const { caller, expiresAt } = await verify(token);
      const life = expiresAt === undefined ? ACCEPTED_MS : Math.min(ACCEPTED_MS, expiresAt - wallNow());
      if (life > 0) accepted.set(key, { caller, until: startedAt + life });
      return caller;
    } catch (error) {
      if (isAddOnError(error) && error.code === "UNAUTHENTICATED") {
        accepted.delete(key);
        refused.set(key, { error, until: clock.now() + REFUSED_MS });
      }
      throw error;
    }
  };

  const peek = (key: string): Caller | undefined => {
    const known = accepted.get(key);
    return known && known.until > clock.now() ? known.caller : undefined;
  };

  const keyOf = (token: string) => hash("sha256", token, "base64url");

  return {
    peek: (token) => peek(keyOf(token)),
    identify: async (token) => {
      const key = keyOf(token);
      const known = peek(key);
      if (known) return known;
      const refusal = refused.get(key);
      if (refusal && refusal.until > clock.now()) throw refusal.error;
      const running = asking.get(key);
      if (running !== undefined) return running;
      const question = find(token, key).finally(() => asking.delete(key));
      asking.set(key, question);
      return question;
    },
  };
};
