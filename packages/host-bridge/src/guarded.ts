/** Runs what the host's page handed in; what it throws is reported as an uncaught error, and stops nothing of ours. */
export const guarded = (work: () => unknown): void => {
  try {
    work();
  } catch (error) {
    reportError(error);
  }
};
