/**
 * What became of a write, told truthfully (design §3, rule 9).
 *
 * - `recorded`: the platform has it.
 * - `refused`: the platform said no; repeating the same changes nothing.
 * - `not-recorded`: it did not happen, and it is safe to repeat.
 * - `unknown`: the answer was lost and the platform could not be asked; it must not be repeated blindly.
 */
import { isAddOnError } from "./errors.ts";

export type WriteResult<Value> =
  | { readonly outcome: "recorded"; readonly value: Value }
  | { readonly outcome: "refused" | "not-recorded"; readonly error: unknown }
  | { readonly outcome: "unknown"; readonly error: unknown; readonly refNo: string };

const LOST = ["UPSTREAM_UNAVAILABLE", "CALL_TIMEOUT", "ABORTED", "SESSION_ENDED"];

/** Waits for a write of the SDK and sorts its end. `refNo` is how people can find the write; empty where there is none. */
export const outcomeOf = async <Value>(write: Promise<Value>, refNo: string): Promise<WriteResult<Value>> => {
  try {
    return { outcome: "recorded", value: await write };
  } catch (error) {
    if (!isAddOnError(error)) throw error;
    const { code, details, retryable } = error;
    // The SDK has looked and says `committed: false`; a write it cannot look up is simply lost.
    const isLost = details?.["sent"] === true && details["committed"] !== false && LOST.includes(code);
    if (code === "OUTCOME_UNKNOWN" || isLost) return { outcome: "unknown", error, refNo };
    return { outcome: retryable ? "not-recorded" : "refused", error };
  }
};
