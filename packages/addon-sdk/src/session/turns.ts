/**
 * At most so many at a time; the others wait their turn, first come, first served.
 *
 * A browser bears only so many open requests. Chromium refuses a process more than 2,700 of them, half as many when they go
 * to another origin (net::ERR_INSUFFICIENT_RESOURCES), and the add-ons of one site share a process.
 */

/** Resolves when it is the caller's turn, to the function that ends it; rejects with the signal's reason. */
export type TakeTurn = (signal: AbortSignal) => Promise<() => void>;

export const createTurns = (atOnce: number): TakeTurn => {
  const waiting = new Set<() => void>();
  let free = atOnce;
  const end = () => {
    const [next] = waiting;
    if (next && waiting.delete(next)) next();
    else free++;
  };
  return async (signal) => {
    signal.throwIfAborted();
    if (free) free--;
    else
      await new Promise<void>((resolve, reject) => {
        waiting.add(resolve);
        signal.addEventListener("abort", () => {
          waiting.delete(resolve);
          reject(signal.reason);
        });
      });
    return end;
  };
};
