/**
 * How long a platform may be silent: until its answer begins, and between two pieces of it. And how long a caller may keep it
 * waiting by not reading.
 *
 * undici would watch with a timer for every call. It keeps a timer for up to half a second after its call, so under load
 * thousands of them outlive their calls, which makes V8 take them, and much that hangs on them, for long-lived; its full
 * collections then come several times as often (docs/decisions/0036). Here nothing is made for a call: all that are under way
 * are looked through a few times per limit. A stall of our own counts as one look, however long it was.
 */
export interface Watched {
  /** The look before which the platform was last heard; Infinity while somebody else watches. */
  readonly heardAt: number;
  /** Where the watch keeps it. */
  place: number;
  /** The platform was silent for longer than the limit. */
  giveUp(): void;
}

export type SilenceWatch = ReturnType<typeof createSilenceWatch>;

/** A call is given up after the limit and at most an eighth of it. */
const LOOKS_PER_LIMIT = 8;

const repeatEvery = (ms: number, work: () => void): (() => void) => {
  const timer = setInterval(work, ms).unref();
  return () => clearInterval(timer);
};

/** `repeat` calls the work again and again until what it returns is called. */
export const createSilenceWatch = (limitMs: number, callerLimitMs: number, repeat = repeatEvery) => {
  const lookEveryMs = limitMs / LOOKS_PER_LIMIT;
  const callerCredit = Math.ceil(callerLimitMs / lookEveryMs) - LOOKS_PER_LIMIT;
  // Not a Set: with each rehash it leaves a table behind that holds on to the next one.
  const underWay: Watched[] = [];
  let look = 0;
  let isOver = false;
  const lookThrough = (): void => {
    look += 1;
    const silent = underWay.filter(({ heardAt }) => look - heardAt > LOOKS_PER_LIMIT);
    for (const call of silent) call.giveUp();
  };
  const close = repeat(lookEveryMs, lookThrough);
  return {
    /** Number of the next look. */
    get look(): number {
      return look;
    },
    /** For `heardAt` while the platform waits for the caller to read: the caller's limit counts. */
    get whileCallerReads(): number {
      return look + callerCredit;
    },
    watch: (call: Watched): void => {
      call.place = underWay.push(call) - 1;
      if (isOver) call.giveUp();
    },
    unwatch: (call: Watched): void => {
      const last = underWay.pop();
      if (last === undefined || last === call) return;
      underWay[call.place] = last;
      last.place = call.place;
    },
    /** Those that come later too. */
    giveUpAll: (): void => {
      isOver = true;
      for (const call of [...underWay]) call.giveUp();
    },
    close,
  };
};
