/** What is still to come, by the time of one clock. */
export interface Agenda {
  /** Calls `act` with `time` once that has come: by itself, or because the clock was moved. `act` must not reject. */
  readonly at: (time: number, act: (time: number) => Promise<void>) => void;
  /** Does all that is due, one after the other in the order of time, also what that puts on the agenda. */
  readonly catchUp: () => Promise<void>;
  readonly clear: () => void;
}

interface Entry {
  readonly time: number;
  readonly act: (time: number) => Promise<void>;
}

/** A timer may not wait longer than 2^31 ms, and the clock may be moved meanwhile. */
const LONGEST_WAIT_MS = 3600_000;

export const createAgenda = (now: () => number): Agenda => {
  let entries: Entry[] = [];
  let timer: NodeJS.Timeout | undefined;
  let working = Promise.resolve();

  const work = async () => {
    for (let next = entries[0]; next && next.time <= now(); next = entries[0]) {
      entries = entries.slice(1);
      await next.act(next.time);
    }
    wait();
  };
  const catchUp = () => {
    working = working.then(work);
    return working;
  };
  const wait = () => {
    clearTimeout(timer);
    const [next] = entries;
    if (!next) return;
    // A clock that stands still (in tests) comes no nearer: then the wait begins anew.
    const ms = Math.min(Math.max(next.time - now(), 1), LONGEST_WAIT_MS);
    timer = setTimeout(() => void catchUp(), ms).unref();
  };
  return {
    at: (time, act) => {
      entries = [...entries, { time, act }].toSorted((a, b) => a.time - b.time);
      wait();
    },
    catchUp,
    clear: () => {
      entries = [];
      clearTimeout(timer);
    },
  };
};
