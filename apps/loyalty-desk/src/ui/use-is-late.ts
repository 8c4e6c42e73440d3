import { useEffect, useState } from "react";

/** How long people wait without wondering, in milliseconds. */
const PATIENCE_MS = 2_000;

/** Turns true when something has been shown for longer than people wait without wondering. */
export const useIsLate = (): boolean => {
  const [isLate, setLate] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLate(true), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, []);
  return isLate;
};
