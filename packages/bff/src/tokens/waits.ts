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

interface Wait<Result> {
  readonly result: Promise<Result>;
  readonly reading: Reading;
}

export interface Waits<Result> {
  isRunning(kind: WaitKind, id: string): boolean;
  /** Joins the wait that is running, or else begins one. A failure is never kept. */
  share(kind: WaitKind, id: string, begin: (reading: Reading) => Promise<Result>): Promise<Result>;
  /** Whatever has been read of this connection so far is outdated. */
  forget(id: string): void;
  /** Resolves when no wait that is running now runs any more. */
  settled(): Promise<unknown>;
}

export const createWaits = <Result>(): Waits<Result> => {
  const running = {
    call: new Map<string, Wait<Result>>(),
    background: new Map<string, Wait<Result>>(),
    refused: new Map<string, Wait<Result>>(),
  };
  const kinds = Object.values(running);
  return {
    isRunning: (kind, id) => running[kind].has(id),
    share: (kind, id, begin) => {
      const waits = running[kind];
      const known = waits.get(id);
      if (known) return known.result;
      const reading = { isOutdated: false };
      const result = begin(reading).finally(() => waits.delete(id));
      waits.set(id, { result, reading });
      return result;
    },
    forget: (id) => {
      for (const waits of kinds) {
        const wait = waits.get(id);
        if (wait) wait.reading.isOutdated = true;
      }
    },
    settled: () =>
      Promise.allSettled(kinds.flatMap((waits) => [...waits.values()].map(({ result }) => result))),
  };
};
