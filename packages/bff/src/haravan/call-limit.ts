/**
 * Haravan's limit: a leaky bucket per shop, 80 places, 4 leak out per second, counted by Haravan over everybody who calls.
 *
 * 1. Every answer says how full the bucket is. While it is less than half full, a process may make a few calls on the
 *    strength of the last answer alone: a warm call needs no database. Those still on their way are part of the few.
 * 2. Otherwise places are reserved in the vault, where all instances see them. Calls that arrive together reserve together.
 * 3. A call waits up to 5 s for a place; beyond that the caller is told when to come back. One whose caller has left takes none.
 * 4. A 429 stops the shop's calls, on all instances, for as long as Haravan says, whatever other answers come meanwhile.
 */
import type { IncomingHttpHeaders } from "node:http";
import { AddOnError } from "@privage-addons/contracts";
import { LRUCache } from "lru-cache";
import { retryAfterMs } from "../forward/ask.ts";
import type { Clock } from "../operations/clock.ts";
import type { BucketStore } from "../vault/buckets.ts";

/** How many instances may act on the same answer without overfilling the bucket. */
const SHARERS = 8;
const CREDIT_MS = 2_000;
const LONGEST_WAIT_MS = 5_000;
const MOST_WAITING = 200;
const MOST_PER_RESERVATION = 16;
const DEFAULT_PAUSE_MS = 2_000;

export type CallLimit = ReturnType<typeof createCallLimit>;

interface Waiting {
  /** The answer: destroyed when its caller has left. */
  readonly response: { readonly destroyed: boolean } | undefined;
  readonly deadline: number;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

class ShopState {
  credit = 0;
  creditUntil = 0;
  /** No credit before. */
  blockedUntil = 0;
  /** Admitted and not yet over. */
  underWay = 0;
  waiting: Waiting[] = [];
  isReserving = false;
}

/** `32/80` as [32, 80]. */
const parseCallLimit = (header: string | string[] | undefined): readonly [number, number] | undefined => {
  const match = typeof header === "string" ? /^\s*(\d{1,6})\s*\/\s*(\d{1,6})\s*$/.exec(header) : null;
  return match ? [Number(match[1]), Number(match[2])] : undefined;
};

const rateLimited = (waitMs: number): AddOnError =>
  new AddOnError("RATE_LIMITED", "The shop's calls to Haravan are used up for the moment.", {
    details: { retryAfterMs: waitMs },
  });

export const createCallLimit = (store: BucketStore, clock: Clock, capacity = 10_000) => {
  const shops = new LRUCache<string, ShopState>({ max: capacity });

  const stateOf = (shop: string): ShopState => {
    const known = shops.get(shop);
    if (known) return known;
    const state = new ShopState();
    shops.set(shop, state);
    return state;
  };

  const dropHopeless = (state: ShopState, nextPlaceAt: number, waitMs = 0): void => {
    state.waiting = state.waiting.filter(({ response, deadline, reject }) => {
      if (!response?.destroyed && nextPlaceAt <= deadline) return true;
      reject(rateLimited(waitMs));
      return false;
    });
  };

  /** One at a time per shop: reserves for everybody who waits, until nobody does. */
  const reserve = async (shop: string, state: ShopState): Promise<void> => {
    while (state.waiting.length > 0) {
      const count = Math.min(state.waiting.length, MOST_PER_RESERVATION);
      let waitMs = await store.reserve(shop, count);
      let granted = waitMs === 0 ? count : 0;
      if (granted === 0 && count > 1) {
        waitMs = await store.reserve(shop, 1);
        granted = waitMs === 0 ? 1 : 0;
      }
      const now = clock.now();
      state.underWay += granted;
      for (const waiter of state.waiting.splice(0, granted)) waiter.resolve();
      if (granted > 0) continue;
      dropHopeless(state, now + waitMs, waitMs);
      if (state.waiting.length > 0) await clock.sleep(waitMs);
      dropHopeless(state, now + waitMs);
    }
    state.isReserving = false; // Before anything else runs: who comes next would wait for a loop that is over.
  };

  const start = (shop: string, state: ShopState): void => {
    if (state.isReserving) return;
    state.isReserving = true;
    reserve(shop, state).catch((error: unknown) => {
      state.isReserving = false;
      for (const { reject } of state.waiting.splice(0)) reject(error);
    });
  };

  return {
    /** Undefined when the call may go at once. Rejects with RATE_LIMITED. */
    admit: (shop: string, response?: Waiting["response"]): Promise<void> | undefined => {
      const state = stateOf(shop);
      const now = clock.now();
      if (state.credit > 0 && now < state.creditUntil) {
        state.credit -= 1;
        state.underWay += 1;
        return undefined;
      }
      if (state.waiting.length >= MOST_WAITING) return Promise.reject(rateLimited(LONGEST_WAIT_MS));
      return new Promise<void>((resolve, reject) => {
        state.waiting.push({ response, resolve, reject, deadline: now + LONGEST_WAIT_MS });
        start(shop, state);
      });
    },

    /** The end of a call that was admitted; `status` is undefined when it had no answer. */
    observe: (shop: string, status: number | undefined, headers: IncomingHttpHeaders): void => {
      const state = stateOf(shop);
      const now = clock.now();
      state.underWay = Math.max(0, state.underWay - 1); // One that was forgotten meanwhile was never counted.
      if (status === 429) {
        state.credit = 0;
        const pause = retryAfterMs(headers["retry-after"]) ?? DEFAULT_PAUSE_MS;
        state.blockedUntil = Math.max(state.blockedUntil, now + pause);
        store.block(shop, pause).catch(() => {}); // Without a vault the next reservation fails, and says so.
        return;
      }
      const limit = parseCallLimit(headers["x-haravan-api-call-limit"]);
      if (!limit) return;
      const [level, size] = limit;
      const isRoomy = level < size / 2;
      const mayGo = isRoomy && now >= state.blockedUntil;
      state.credit = mayGo ? Math.max(0, Math.floor((size - level) / SHARERS) - state.underWay) : 0;
      state.creditUntil = now + CREDIT_MS;
      if (!isRoomy) store.raise(shop, level).catch(() => {}); // As above.
    },
  };
};
