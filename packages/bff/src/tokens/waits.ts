/**
 * Who waits for a token in this process: one wait of a kind per connection. The kinds are kept apart, because a failed
 * renewal in the background is no business of a call that has a usable token, and because a call whose token was refused
 * must not join a wait that is content with that token.
 */
const KINDS = ["call", "background", "refused"] as const;
export type WaitKind = (typeof KINDS)[number];

/** What a wait knows of the row. */
export interface Reading {
  /** The connection was forgotten after the row was read. */
  isOutdated: boolean;
}

export const createWaits = <Result>() => {
  const running = new Map<string, { readonly result: Promise<Result>; readonly reading: Reading }>();
  const keyOf = (kind: WaitKind, id: string): string => `${kind} ${id}`;
  return {
    isRunning: (kind: WaitKind, id: string): boolean => running.has(keyOf(kind, id)),
    /** Joins the wait that is running, or else begins one. A failure is never kept. */
    share: (kind: WaitKind, id: string, begin: (reading: Reading) => Promise<Result>): Promise<Result> => {
      const key = keyOf(kind, id);
      const known = running.get(key);
      if (known) return known.result;
      const reading = { isOutdated: false };
      const result = begin(reading).finally(() => running.delete(key));
      running.set(key, { result, reading });
      return result;
    },
    /** Whatever has been read of this connection so far is outdated. */
    forget: (id: string): void => {
      for (const kind of KINDS) {
        const wait = running.get(keyOf(kind, id));
        if (wait) wait.reading.isOutdated = true;
      }
    },
    /** Resolves when no wait that is running now runs any more. */
    settled: (): Promise<unknown> => Promise.allSettled([...running.values()].map(({ result }) => result)),
  };
};
