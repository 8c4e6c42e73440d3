import type { Gate } from "../gate.ts";
import { bundleSize } from "./bundle-size.ts";

interface Budget {
  readonly what: string;
  /** Module text that uses exactly what the budget speaks of. */
  readonly entry: string;
  /** Bytes, brotli: what design §5 and the host bridge's issue allow. */
  readonly ceiling: number;
}

const HOST = `export { mountAddOn, createPrivageMinter } from "@privage-addons/host-bridge";`;

const BUDGETS: readonly Budget[] = [
  { what: "mountAddOn + createPrivageMinter", entry: HOST, ceiling: 6_000 },
  {
    what: "with the custom element",
    entry: `${HOST} export * from "@privage-addons/host-bridge/element";`,
    ceiling: 7_000,
  },
  {
    what: "connectToHost",
    entry: `export { connectToHost } from "@privage-addons/addon-sdk";`,
    ceiling: 6_000,
  },
];

export const budgets: Gate = {
  name: "bundle budgets",
  check: async () => {
    const sizes = await Promise.all(
      BUDGETS.map(async (budget) => ({ ...budget, size: await bundleSize(budget.entry) })),
    );
    for (const { what, size, ceiling } of sizes) {
      console.log(`  ${what}: ${size} bytes brotli, the ceiling is ${ceiling}`);
    }
    return sizes
      .filter(({ size, ceiling }) => size > ceiling)
      .map(({ what, size, ceiling }) => `${what}: ${size} bytes brotli, the ceiling is ${ceiling}`);
  },
};
