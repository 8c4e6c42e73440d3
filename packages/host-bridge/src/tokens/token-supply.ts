/**
 * Exchange tokens for one mounted add-on (rules 2 and 3 of the handoff).
 *
 * A token lives 60 s and can be redeemed once. So one is minted ahead, while the frame loads, and handed out only while
 * young; every later one is minted when asked for. No token is handed out twice, whatever the mint function returns.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts/errors";
import type { Mint, MintRequest } from "./mint.ts";

/** A token minted ahead is handed out up to this age, in ms; the add-on then has at least 30 s left to redeem it. */
export const YOUNG_MS = 30_000;
/** Less than the 10 s an add-on waits (DEFAULT_CALL_TIMEOUT_MS): no minted token comes too late for it. */
const MINT_TIMEOUT_MS = 9_000;
const MINTS_PER_MINUTE = 10;

export interface TokenSupplyOptions {
  readonly mint: Mint;
  readonly request: Omit<MintRequest, "reason" | "signal">;
  readonly now: () => number;
  /** A signal that fires after so many ms; default: the platform's. */
  readonly timeout?: (ms: number) => AbortSignal;
  /** Hears of every mint: when it began, and its error if it failed. */
  readonly onMint: (since: number, error?: AddOnError) => void;
  /** Hears what `mint` threw that is no AddOnError: the site's own code failed, and the add-on is not told why. */
  readonly onThrown: (thrown: unknown) => void;
}

export interface TokenSupply {
  /** Rejects with MINT_FAILED, RATE_LIMITED (at most 10 mints a minute) or SESSION_ENDED. */
  take(reason: MintRequest["reason"]): Promise<string>;
  /** Aborts what is under way; from now on every `take` is SESSION_ENDED. */
  close(): void;
}

/** Starts minting ahead at once. */
export const createTokenSupply = (options: TokenSupplyOptions): TokenSupply => {
  const { mint, request, now, onMint, onThrown, timeout = (ms) => AbortSignal.timeout(ms) } = options;
  const closing = new AbortController();
  const handedOut = new Set<string>();
  let begun: number[] = [];

  const mintOne = async (reason: MintRequest["reason"]) => {
    const since = now();
    const late = timeout(MINT_TIMEOUT_MS);
    const signal = AbortSignal.any([closing.signal, late]);
    try {
      // Either way off: a clock may be set back.
      begun = begun.filter((time) => Math.abs(since - time) < 60_000);
      if (begun.push(since) > MINTS_PER_MINUTE) {
        throw new AddOnError("RATE_LIMITED", "The add-on asked for too many exchange tokens.");
      }
      const { exchangeToken } = await Promise.race([mint({ ...request, reason, signal }), aborted(signal)]);
      if (typeof exchangeToken !== "string" || !exchangeToken || handedOut.has(exchangeToken)) {
        throw new AddOnError("MINT_FAILED", "mint() must resolve to a new { exchangeToken } each time.");
      }
      handedOut.add(exchangeToken);
      onMint(since);
      return { since, exchangeToken };
    } catch (cause) {
      const isOwn = isAddOnError(cause);
      const why = late.aborted ? "mint() took longer than 9 s." : "mint() threw.";
      const error = isOwn ? cause : new AddOnError("MINT_FAILED", why, { cause });
      onMint(since, error);
      if (!isOwn && !closing.signal.aborted) onThrown(cause);
      throw error;
    }
  };

  const requireOpen = () => {
    if (closing.signal.aborted) throw new AddOnError("SESSION_ENDED", "The session is over.");
  };
  let ahead: ReturnType<typeof mintOne> | undefined = mintOne("ahead");
  // Its failure is told to whoever takes it; until then nobody listens.
  ahead.catch(() => {});

  return {
    take: async (reason) => {
      const early = ahead;
      ahead = undefined;
      // A failed early mint is worth one more attempt unless the platform refused it.
      const minted = await early?.catch((error: AddOnError) => {
        if (!error.retryable) throw error;
      });
      requireOpen();
      const isYoung = minted && Math.abs(now() - minted.since) <= YOUNG_MS;
      const { exchangeToken } = isYoung ? minted : await mintOne(reason);
      requireOpen();
      return exchangeToken;
    },
    close: () => closing.abort(),
  };
};

const aborted = (signal: AbortSignal) =>
  new Promise<never>((_resolve, reject) => {
    const stop = () => reject(signal.reason);
    if (signal.aborted) stop();
    signal.addEventListener("abort", stop);
  });
