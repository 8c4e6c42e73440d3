import { AddOnError } from "@privage-addons/contracts/errors";

/** Calls an add-on may make within 10 s; a service counts as ten, since a person has to see it. */
const CALLS_PER_10_S = 1000;
/** An add-on that asks for ten times as much is not busy but hostile or broken. */
const FLOOD = 10 * CALLS_PER_10_S;

/** Counts calls; throws RATE_LIMITED, and calls `onFlood` once an add-on does not stop. */
export const createGate = (now: () => number, onFlood: (error: AddOnError) => void) => {
  let since = 0;
  let calls = 0;
  return (weight = 1): void => {
    // A clock may be set back.
    if (Math.abs(now() - since) > 10_000) {
      since = now();
      calls = 0;
    }
    calls += weight;
    if (calls <= CALLS_PER_10_S) return;
    const error = new AddOnError("RATE_LIMITED", "The add-on calls its host too often.");
    if (calls > FLOOD) onFlood(error);
    throw error;
  };
};
