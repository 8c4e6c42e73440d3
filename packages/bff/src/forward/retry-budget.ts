/** Repeats are at most a tenth of the calls, so that an outage is not made worse by us. */
export interface RetryBudget {
  /** One call was made. */
  earn(): void;
  /** Whether one call may be repeated. */
  take(): boolean;
}

const SHARE = 0.1;
const MOST = 10;

export const createRetryBudget = (): RetryBudget => {
  let credit = MOST;
  return {
    earn: () => {
      credit = Math.min(MOST, credit + SHARE);
    },
    take: () => {
      if (credit < 1) return false;
      credit -= 1;
      return true;
    },
  };
};
