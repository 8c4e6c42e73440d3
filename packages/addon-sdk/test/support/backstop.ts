/** For tests that work for more than a moment: a busy machine may take as long as it likes, a hanging one ends nevertheless. */
export const BACKSTOP = { timeout: 300_000 } as const;
