/**
 * At most so many at a time; the others wait their turn, first come, first served.
 *
 * A browser bears only so many open requests. Chromium refuses a process more than 2,700 of them, half as many when they go
 * to another origin (net::ERR_INSUFFICIENT_RESOURCES), and the add-ons of one site share a process.
 */

/** Does the work when its turn has come, and settles as the work does; rejects with the signal's reason before that. */
export type InTurn = <T>(signal: AbortSignal, work: () => Promise<T>) => Promise<T>;

export const createTurns = (atOnce: number): InTurn => {
  const waiting = new Set<() => void>();
  let free = atOnce;
  return async (signal, work) => {
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
    try {
      return await work();
    } finally {
      const [next] = waiting;
      if (next && waiting.delete(next)) next();
      else free++;
    }
  };
};
