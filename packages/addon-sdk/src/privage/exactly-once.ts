/**
 * A write that happens once, although its answer may get lost.
 *
 * 1. It is sent once.
 * 2. An answer, or a refusal, ends it. So does an error before it was sent: nothing happened.
 * 3. Otherwise nobody knows: timeout, dropped connection, 5xx, an answer cut off. Then the platform is asked whether it
 *    happened (points and coupons carry a `ref_no`), several times, as it may still be at work: over 2 s after its own 5xx,
 *    else over 15 s.
 * 4. Found: it happened, and the caller gets what the platform has. Absent after all that: it did not happen, and it is
 *    sent again with the same `ref_no`, three times at most; then the caller is told that repeating is safe.
 * 5. A repeat is refused: what it repeats may have come late after all, and have used the `ref_no` or the points. So the
 *    platform is asked once more before the refusal is passed on.
 * 6. A repeat is answered, and what it repeats was not known to have ended: where the platform can be asked how often it
 *    happened, it is, and a caller whose write is there twice is told so instead of given the answer.
 * 7. The platform could not be asked: OUTCOME_UNKNOWN. The caller is never told something that is not known.
 *
 * Beyond a client's knowledge is a platform that takes longer than that for a write whose connection is gone: only a platform
 * that refuses a second use of a `ref_no` rules it out (docs/decisions/0037).
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { pause } from "../calls/caller.ts";
import type { Clock } from "../session/clock.ts";

const MAX_SENDS = 4;
/** When to look, in milliseconds after the answer was lost. */
const LOOKS_AFTER_ANSWER = [0, 500, 2_000];
const LOOKS_AFTER_LOSS = [0, 1_000, 4_000, 15_000];

/** How a caller knows: by the answer itself, or by the platform's ledger after the answer was lost. */
export type ConfirmedBy = "answer" | "ledger";

export type Once<T> = T & { readonly confirmedBy: ConfirmedBy };

export interface OnceOptions<T extends object> {
  readonly clock: Clock;
  /** In errors and reports, so that people can find the write: its `ref_no`, id or code. */
  readonly name: string;
  /** Sends the write, once. */
  readonly send: () => Promise<T>;
  /**
   * Asks the platform what the write made; undefined when there is nothing. Rejects when what it sees does not tell; the
   * error that came instead of an answer is for the cause.
   */
  readonly lookUp: (doubt: AddOnError) => Promise<T | undefined>;
  /** Asks how often the platform has it, where that can be asked. */
  readonly count?: () => Promise<number>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Rejects with the platform's refusal; with OUTCOME_UNKNOWN; or, when it certainly did not happen, with an error whose
 * `retryable` says that the same call with the same `ref_no` may be made again.
 */
export const writeOnce = async <T extends object>(options: OnceOptions<T>): Promise<Once<T>> => {
  const { name, send, count } = options;
  /** What an earlier send was lost to, if that one may still come. */
  let open: AddOnError | undefined;
  const once = async (result: T, confirmedBy: ConfirmedBy): Promise<Once<T>> => {
    // The result is true whatever becomes of this question.
    const times = open && count ? await count().catch(() => 1) : 1;
    if (times > 1) throw doneTwice(name, times, open);
    return { ...result, confirmedBy };
  };
  for (let sends = 1; ; sends++) {
    try {
      return await once(await send(), "answer");
    } catch (error) {
      if (!isAddOnError(error)) throw error;
      const isRefused = !isInDoubt(error);
      if (isRefused && (sends === 1 || !error.details?.["sent"])) throw error;
      const found = await settle(options, error);
      if (found) return await once(found, "ledger");
      if (isRefused) throw error;
      if (mayStillCome(error)) open = error;
      if (sends === MAX_SENDS) {
        throw new AddOnError("UPSTREAM_UNAVAILABLE", `${name} was not carried out; it may be sent again.`, {
          cause: error,
          details: { name, committed: false },
        });
      }
    }
  }
};

/**
 * Sends a write that leaves no name to find it by, once. Rejects with OUTCOME_UNKNOWN when nobody knows what became of it,
 * so that nobody repeats it on the word of a `retryable`.
 */
export const sendOnce = async <T>(name: string, send: () => Promise<T>): Promise<T> => {
  try {
    return await send();
  } catch (error) {
    throw isAddOnError(error) && isInDoubt(error) ? unknownOutcome(name, error) : error;
  }
};

/** `seen` is what a look-up saw that does not tell. */
export const unknownOutcome = (name: string, cause: unknown, seen: AddOnError["details"] = {}) =>
  new AddOnError(
    "OUTCOME_UNKNOWN",
    `Whether ${name} was carried out is not known. Look before repeating it.`,
    {
      cause,
      details: { name, ...seen },
    },
  );

/** Not in doubt any more: the caller has to take one back. */
const doneTwice = (name: string, times: number, cause: unknown) =>
  new AddOnError(
    "OUTCOME_UNKNOWN",
    `${name} was lost, sent again, and came late: it is there ${times} times.`,
    {
      cause,
      details: { name, times },
    },
  );

/**
 * Whether the write may have been carried out although this error came instead of an answer: it was sent, and nobody said
 * no. Judged by the status and not by the code, as the BFF words its own 5xx in many ways.
 */
const isInDoubt = ({ details }: AddOnError): boolean => {
  const status = Number(details?.["status"] ?? 0);
  return details?.["sent"] === true && (status < 400 || status === 408 || status >= 500);
};

/**
 * Whether the platform may still be at work. It is not after its own 500 or 503, nor after the BFF's or a gateway's 503, which
 * mean that nothing was sent on. Other 5xx and INTERNAL come from between and tell nothing of what is behind.
 */
const mayStillCome = (error: AddOnError): boolean => {
  const { code, details } = error;
  const status = details?.["status"];
  const hasEnded = code === "UPSTREAM_UNAVAILABLE" && (status === 500 || status === 503);
  return isInDoubt(error) && !hasEnded;
};

/** What the platform has of it; undefined when there is nothing, as far as looking tells. */
const settle = async <T extends object>(
  options: OnceOptions<T>,
  doubt: AddOnError,
): Promise<T | undefined> => {
  const { clock, name, lookUp, signal } = options;
  let waited = 0;
  for (const after of mayStillCome(doubt) ? LOOKS_AFTER_LOSS : LOOKS_AFTER_ANSWER) {
    await pause(clock, after - waited, signal);
    waited = after;
    const found = await lookUp(doubt).catch((cause: unknown) => {
      throw isAddOnError(cause) && cause.code === "OUTCOME_UNKNOWN" ? cause : unknownOutcome(name, cause);
    });
    if (found) return found;
    // The caller gave up, and has to be told now.
    if (signal?.aborted) throw unknownOutcome(name, doubt);
  }
  return undefined;
};
