import { createHash, timingSafeEqual } from "node:crypto";

/** Equal secrets or signatures, in a time that says nothing about where they differ, or whether their lengths do. */
export const isSameSecret = (left: string, right: string): boolean => {
  const digest = (text: string) => createHash("sha256").update(text).digest();
  return timingSafeEqual(digest(left), digest(right));
};
