import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Bench, BenchOutcome, Effort } from "./bench.ts";
import type { Machine } from "./machine.ts";

/** What `bench/results/NAME.json` holds. */
export interface BenchResult extends BenchOutcome {
  readonly name: string;
  readonly title: string;
  readonly about: string;
  readonly effort: Effort;
  /** ISO 8601. */
  readonly measuredAt: string;
  readonly durationSeconds: number;
  readonly machine: Machine;
  /** How the run that this one replaced compares with it. */
  readonly before?: Before;
}

/** An earlier run beside a later one. */
export interface Before extends Pick<BenchResult, "measuredAt" | "machine"> {
  /** How many ratios, counts and targets both have. */
  readonly compared: number;
  /** Those that differ by more than noise, as printed. */
  readonly differing: readonly { readonly label: string; readonly before: string; readonly now: string }[];
}

const RESULTS = fileURLToPath(new URL("../../results/", import.meta.url));

export const writeResult = (
  { name, title, about }: Bench,
  outcome: BenchOutcome,
  facts: Pick<BenchResult, "effort" | "measuredAt" | "durationSeconds" | "machine" | "before">,
): BenchResult => {
  const result: BenchResult = { name, title, about, ...facts, ...outcome };
  writeFileSync(`${RESULTS}${name}.json`, `${JSON.stringify(result, roundNumbers, 2)}\n`);
  return result;
};

/** Every result there is, by name. */
export const readResults = (): ReadonlyMap<string, BenchResult> =>
  new Map(
    readdirSync(RESULTS)
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map((file) => [file.slice(0, -5), JSON.parse(readFileSync(RESULTS + file, "utf8")) as BenchResult]),
  );

/** Six significant digits: more would be noise in the file's history. */
const roundNumbers = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
