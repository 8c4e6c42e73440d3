import { type Agenda, createAgenda } from "./agenda.ts";

/** The time of one simulator: the real one, moved ahead on request. Milliseconds since the epoch. */
export interface Clock {
  readonly now: () => number;
  /** Has something done at a time of this clock; see {@link Agenda}. */
  readonly at: Agenda["at"];
  /** Lets time pass for tokens, windows and buckets. Resolves when what falls due meanwhile is done. */
  readonly advance: (seconds: number) => Promise<void>;
  /** Back to the real time; what was still to come is forgotten. */
  readonly reset: () => void;
}

export const createClock = (realNow: () => number): Clock => {
  let aheadMs = 0;
  const now = () => realNow() + aheadMs;
  const agenda = createAgenda(now);
  return {
    now,
    at: agenda.at,
    advance: (seconds) => {
      aheadMs += seconds * 1000;
      return agenda.catchUp();
    },
    reset: () => {
      aheadMs = 0;
      agenda.clear();
    },
  };
};
