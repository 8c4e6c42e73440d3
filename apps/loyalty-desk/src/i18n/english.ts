/** English counts one thing apart from all others: `1 point`, `0 points`. `figure` is already formatted. */
export const counted = (figure: string, one: string, others: string): string =>
  `${figure} ${figure === "1" ? one : others}`;
