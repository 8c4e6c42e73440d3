export type RetryBudget = ReturnType<typeof createRetryBudget>;

const SHARE = 0.1;
const MOST = 10;

/** Repeats are at most a tenth of the calls, so that an outage is not made worse by us. */
export const createRetryBudget = () => {
  let credit = MOST;
  return {
    /** One call was made. */
    earn: (): void => {
      credit = Math.min(MOST, credit + SHARE);
    },
    /** Whether one call may be repeated. */
    take: (): boolean => {
      if (credit < 1) return false;
      credit -= 1;
      return true;
    },
  };
};
