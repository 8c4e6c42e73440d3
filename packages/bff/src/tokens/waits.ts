/**
 * Who waits for a token in this process: one wait of a kind per connection. The kinds are kept apart, because a failed
 * renewal in the background is no business of a call that has a usable token, and because a call whose token was refused
 * must not join a wait that is content with that token.
 */
export type WaitKind = "call" | "background" | "refused";

/** What a wait knows of the row. */
export interface Reading {
  /** The connection was forgotten after the row was read. */
  isOutdated: boolean;
}

export const createWaits = <Result>() => {
  const none = () => new Map<string, { readonly result: Promise<Result>; readonly reading: Reading }>();
  const running = { call: none(), background: none(), refused: none() };
  const kinds = Object.values(running);
  return {
    isRunning: (kind: WaitKind, id: string): boolean => running[kind].has(id),
    /** Joins the wait that is running, or else begins one. A failure is never kept. */
    share: (kind: WaitKind, id: string, begin: (reading: Reading) => Promise<Result>): Promise<Result> => {
      const waits = running[kind];
      const known = waits.get(id);
      if (known) return known.result;
      const reading = { isOutdated: false };
      const result = begin(reading).finally(() => waits.delete(id));
      waits.set(id, { result, reading });
      return result;
    },
    /** Whatever has been read of this connection so far is outdated. */
    forget: (id: string): void => {
      for (const waits of kinds) {
        const wait = waits.get(id);
        if (wait) wait.reading.isOutdated = true;
      }
    },
    /** Resolves when no wait that is running now runs any more. */
    settled: (): Promise<unknown> =>
      Promise.allSettled(kinds.flatMap((waits) => [...waits.values()].map(({ result }) => result))),
  };
};
