import { AddOnError } from "@privage-addons/contracts";
import type { Clock } from "./clock.ts";

/**
 * A signal that fires with CALL_TIMEOUT after `ms`, or with the first of the others. Its timer is left to run out: what is
 * read of an answer is read under it, and afterwards nobody listens.
 */
export const startDeadline = (clock: Clock, ms: number, ...others: readonly AbortSignal[]): AbortSignal => {
  const timeout = new AbortController();
  clock.setTimer(() => timeout.abort(new AddOnError("CALL_TIMEOUT", `No answer within ${ms} ms.`)), ms);
  return AbortSignal.any([timeout.signal, ...others]);
};
