/** What is wrong with the configuration, as the person who has to correct it reads it: `VARIABLE: what; what to do`. */
export const listProblems = (problems: readonly string[]): string =>
  [`The configuration has ${problems.length} problem(s):`, ...problems.map((text) => `  - ${text}`)].join(
    "\n",
  );
