import type { Gate } from "../gate.ts";
import { bundleSize } from "./bundle-size.ts";

interface Budget {
  readonly what: string;
  /** Module text that uses exactly what the budget speaks of. */
  readonly entry: string;
  /** Bytes, brotli: what design §5 allows, penpal included. */
  readonly goal: number;
  /**
   * Bytes, brotli: what the gate holds. Above the goal where the goal is missed (docs/decisions/0015), so that the size can only
   * go down; lowered with every reduction.
   */
  readonly ceiling: number;
}

const BUDGETS: readonly Budget[] = [
  {
    what: "mountAddOn + createPrivageMinter",
    entry: `export { mountAddOn, createPrivageMinter } from "@privage-addons/host-bridge";`,
    goal: 6_000,
    ceiling: 7_550,
  },
  {
    what: "connectToHost",
    entry: `export { connectToHost } from "@privage-addons/addon-sdk";`,
    goal: 6_000,
    ceiling: 7_790,
  },
];

export const budgets: Gate = {
  name: "bundle budgets",
  check: async () => {
    const sizes = await Promise.all(
      BUDGETS.map(async (budget) => ({ ...budget, size: await bundleSize(budget.entry) })),
    );
    for (const { what, size, goal } of sizes) console.log(`  ${what}: ${size} bytes brotli, goal ${goal}`);
    return sizes
      .filter(({ size, ceiling }) => size > ceiling)
      .map(({ what, size, ceiling }) => `${what}: ${size} bytes brotli, the ceiling is ${ceiling}`);
  },
};
