/** The system's or a library's code of an error, e.g. ENOENT. */
export const codeOf = (error: unknown): string =>
  error instanceof Error && "code" in error ? String(error.code) : "no code";
