/** One thing `npm run check` looks at. */
export interface Gate {
  readonly name: string;
  /** Resolves with what is wrong, one entry a finding; an empty list passes. */
  readonly check: () => Promise<readonly string[]>;
}

/** The finding list of a program that exits 0 when all is well. */
export const findingsOf = (result: { readonly code: number; readonly output: string }): readonly string[] =>
  result.code === 0 ? [] : [result.output.trim() || `It ended with exit code ${result.code} and no output.`];
