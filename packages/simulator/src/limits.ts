import { AddOnError } from "@privage-addons/contracts";
import type { SimulatorOptions } from "./start.ts";

/** What the sizes may be; beyond them memory and start-up time are not promised. */
const RANGES = {
  seed: [0, 2 ** 31 - 1],
  members: [1, 100_000],
  transactions: [0, 1_000_000],
  sales: [0, 1_000_000],
  orders: [0, 100_000],
  shops: [0, 100_000],
  accessTokenLifeSeconds: [1, 86_400],
} as const;

/** Throws INVALID_ARGUMENT naming the option and its range. */
export const checkOptions = (options: SimulatorOptions): void => {
  for (const [name, [low, high]] of Object.entries(RANGES)) {
    const value = options[name as keyof typeof RANGES];
    if (value === undefined || (Number.isInteger(value) && value >= low && value <= high)) continue;
    throw new AddOnError(
      "INVALID_ARGUMENT",
      `${name} must be a whole number from ${low} to ${high}; got ${value}.`,
    );
  }
};
