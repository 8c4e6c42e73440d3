import type { Clock } from "../session/clock.ts";

/** A clock that moves only when told to. Nothing sleeps: {@link VirtualClock.advance} runs what falls due, in order. */
export interface VirtualClock extends Clock {
  /** Lets `ms` pass: timers fall due one after another, and what they start gets its turn before the next. */
  advance(ms: number): Promise<void>;
  /** Lets time pass, as much as it takes, until `work` has settled; its result. Throws when an hour was not enough. */
  run<T>(work: Promise<T>): Promise<T>;
  /** Sets the wall clock forward or back, as people and NTP do; no timer notices. */
  setWall(ms: number): void;
  /** The machine sleeps: the wall clock goes on, the monotonic clock and all timers stand still. */
  sleepMachine(ms: number): void;
  /** Timers that wait. */
  readonly pending: number;
}

const HOUR_MS = 3_600_000;

interface Timer {
  readonly dueAt: number;
  readonly callback: () => void;
}

/** Gives everything that is ready its turn: promises, and what they queue. */
const settle = async () => {
  for (let turn = 0; turn < 3; turn++) await new Promise<void>((resolve) => setImmediateOf(resolve));
};

/** A macrotask that waits for no timer. */
const setImmediateOf = (callback: () => void) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = () => {
    port1.close();
    callback();
  };
  port2.postMessage(undefined);
};

export const createVirtualClock = (startAt = Date.UTC(2026, 3, 17, 2)): VirtualClock => {
  const timers = new Set<Timer>();
  let wall = startAt;
  let mono = 0;

  /** Runs the next timer that falls due at or before `end`; false when there is none. */
  const step = async (end: number): Promise<boolean> => {
    await settle();
    const [next] = [...timers].filter(({ dueAt }) => dueAt <= end).sort((a, b) => a.dueAt - b.dueAt);
    if (!next) return false;
    timers.delete(next);
    const passed = Math.max(next.dueAt - mono, 0);
    mono += passed;
    wall += passed;
    next.callback();
    return true;
  };

  return {
    now: () => wall,
    monotonic: () => mono,
    setTimer: (callback, delayMs) => {
      // Browsers fire at once what is longer than 2^31-1 ms; so does this clock.
      const timer = { dueAt: mono + (delayMs > 0x7fffffff ? 0 : Math.max(delayMs, 0)), callback };
      timers.add(timer);
      return () => timers.delete(timer);
    },
    advance: async (ms) => {
      const end = mono + ms;
      while (await step(end));
      wall += end - mono;
      mono = end;
    },
    run: async (work) => {
      let isOver = false;
      const over = () => {
        isOver = true;
      };
      work.then(over, over);
      const end = mono + HOUR_MS;
      do await settle();
      while (!isOver && (await step(end)));
      if (!isOver) throw new Error("The work did not settle within an hour of virtual time.");
      return work;
    },
    setWall: (ms) => {
      wall = ms;
    },
    sleepMachine: (ms) => {
      wall += ms;
    },
    get pending() {
      return timers.size;
    },
  };
};
