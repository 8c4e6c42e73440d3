/**
 * A write that happens once, although its answer may get lost.
 *
 * 1. It is sent once.
 * 2. An answer, or a refusal, ends it. So does an error before it was sent: nothing happened.
 * 3. Otherwise nobody knows: timeout, dropped connection, 5xx, an answer cut off. Then the platform is asked whether it
 *    happened (points and coupons carry a `ref_no`), several times, as it may still be at work: over 2 s after its own 5xx,
 *    over 6 s after a lost connection, over 15 s after a timeout, ours or a gateway's.
 * 4. Found: it happened, and the caller gets what the platform has. Absent after all that: it did not happen, and it is
 *    sent again with the same `ref_no`, three times at most; then the caller is told that repeating is safe.
 * 5. A repeat is refused: what it repeats may have come late after all, and have used the `ref_no` or the points. So the
 *    platform is asked once more before the refusal is passed on.
 * 6. The platform could not be asked: OUTCOME_UNKNOWN. The caller is never told something that is not known.
 *
 * Beyond a client's knowledge is a platform that takes longer than that for a write whose connection is gone: only a platform
 * that refuses a second use of a `ref_no` rules it out.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { pause } from "../calls/caller.ts";
import type { Clock } from "../session/clock.ts";

const MAX_SENDS = 4;
/** When to look, in milliseconds after the answer was lost. */
const LOOKS_AFTER_ANSWER = [0, 500, 2_000];
const LOOKS_AFTER_LOSS = [0, 500, 2_000, 6_000];
const LOOKS_AFTER_TIMEOUT = [0, 1_000, 4_000, 15_000];

/** How a caller knows: by the answer itself, or by the platform's ledger after the answer was lost. */
export type ConfirmedBy = "answer" | "ledger";

export type Once<T> = T & { readonly confirmedBy: ConfirmedBy };

export interface OnceOptions<T extends object> {
  readonly clock: Clock;
  /** In errors and reports, so that people can find the write: its `ref_no`, id or code. */
  readonly name: string;
  /** Sends the write, once. */
  readonly send: () => Promise<T>;
  /** Asks the platform what the write made; undefined when there is nothing. */
  readonly lookUp: () => Promise<T | undefined>;
  readonly signal?: AbortSignal | undefined;
}

/**
 * Rejects with the platform's refusal; with OUTCOME_UNKNOWN; or, when it certainly did not happen, with an error whose
 * `retryable` says that the same call with the same `ref_no` may be made again.
 */
export const writeOnce = async <T extends object>(options: OnceOptions<T>): Promise<Once<T>> => {
  const { name, send } = options;
  for (let sends = 1; ; sends++) {
    try {
      return { ...(await send()), confirmedBy: "answer" };
    } catch (error) {
      if (!isAddOnError(error)) throw error;
      const isRefused = !isInDoubt(error);
      if (isRefused && (sends === 1 || !error.details?.["sent"])) throw error;
      const found = await settle(options, error);
      if (found) return { ...found, confirmedBy: "ledger" };
      if (isRefused) throw error;
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

const unknownOutcome = (name: string, cause: unknown) =>
  new AddOnError(
    "OUTCOME_UNKNOWN",
    `Whether ${name} was carried out is not known. Look before repeating it.`,
    {
      cause,
      details: { name },
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

/** The longer the platform may still be at work, the longer it is looked for. */
const looksAfter = ({ code, details }: AddOnError): readonly number[] => {
  const status = details?.["status"];
  if (code === "CALL_TIMEOUT" || status === 408 || status === 504) return LOOKS_AFTER_TIMEOUT;
  // 502: a gateway lost the connection.
  return !status || status === 502 ? LOOKS_AFTER_LOSS : LOOKS_AFTER_ANSWER;
};

const settle = async <T extends object>(
  options: OnceOptions<T>,
  doubt: AddOnError,
): Promise<T | undefined> => {
  const { clock, name, lookUp, signal } = options;
  let waited = 0;
  for (const after of looksAfter(doubt)) {
    await pause(clock, after - waited, signal);
    waited = after;
    const found = await lookUp().catch((cause: unknown) => {
      throw unknownOutcome(name, cause);
    });
    if (found) return found;
    // The caller gave up, and has to be told now.
    if (signal?.aborted) throw unknownOutcome(name, doubt);
  }
  return undefined;
};
