import { isDeepStrictEqual } from "node:util";
import type { BenchResult } from "../harness/results.ts";
import { measureOurs } from "./size.ts";

/** What the result file says of our own entries and is no longer so, one sentence an entry: bundles take no quiet machine. */
export const changedSizes = async (result: BenchResult | undefined): Promise<readonly string[]> => {
  const known = result?.tables.flatMap(({ rows }) => rows) ?? [];
  return (await measureOurs())
    .filter(
      (row) =>
        !isDeepStrictEqual(
          row,
          known.find(({ key }) => key === row.key),
        ),
    )
    .map(({ label }) => `bench/results/size.json is of other code (${label}): run npm run bench -- size`);
};
