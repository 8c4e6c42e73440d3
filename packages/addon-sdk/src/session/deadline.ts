import { AddOnError } from "@privage-addons/contracts";
import type { Clock } from "./clock.ts";

/** A signal that fires with CALL_TIMEOUT after `ms`, or with the first of the others; and the timer's cancellation. */
export const startDeadline = (
  clock: Clock,
  ms: number,
  others: readonly (AbortSignal | null | undefined)[] = [],
): [AbortSignal, () => void] => {
  const timeout = new AbortController();
  const cancel = clock.setTimer(
    () => timeout.abort(new AddOnError("CALL_TIMEOUT", `No answer within ${ms} ms.`)),
    ms,
  );
  return [AbortSignal.any([timeout.signal, ...others.filter((other) => !!other)]), cancel];
};
