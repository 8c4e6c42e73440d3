import { timingSafeEqual } from "node:crypto";

/** Compares two secrets in constant time, as the platforms should. */
export const isSameSecret = (given: string, expected: string): boolean => {
  const [a, b] = [Buffer.from(given), Buffer.from(expected)];
  return a.length === b.length && timingSafeEqual(a, b);
};
