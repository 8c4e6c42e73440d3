import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Bench, BenchOutcome, Effort } from "./bench.ts";
import { isSameMachine, type Machine } from "./machine.ts";

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
  /** The code that was measured, and whether it had changes. Older results lack it. */
  readonly commit?: string;
}

export type Results = ReadonlyMap<string, BenchResult>;

const RESULTS = fileURLToPath(new URL("../../results/", import.meta.url));
/** Of each bench the last run of another machine than the published one's. */
const ELSEWHERE = `${RESULTS}elsewhere/`;

const write = (folder: string, result: BenchResult): void => {
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}${result.name}.json`, `${JSON.stringify(result, roundNumbers, 2)}\n`);
};

const readFolder = (folder: string): Results =>
  new Map(
    (existsSync(folder) ? readdirSync(folder) : [])
      .filter((file) => file.endsWith(".json"))
      .sort()
      .map((file) => [file.slice(0, -5), JSON.parse(readFileSync(folder + file, "utf8")) as BenchResult]),
  );

/** Every result there is, by name. */
export const readResults = (): Results => readFolder(RESULTS);

/** Every result of another machine, by name. */
export const readElsewhere = (): Results => readFolder(ELSEWHERE);

/** Publishes a run. The one that it replaces is kept beside if it is of another machine. */
export const writeResult = (
  { name, title, about }: Bench,
  outcome: BenchOutcome,
  facts: Pick<BenchResult, "effort" | "measuredAt" | "durationSeconds" | "machine" | "commit">,
): void => {
  const replaced = readResults().get(name);
  if (replaced && !isSameMachine(replaced.machine, facts.machine)) write(ELSEWHERE, replaced);
  write(RESULTS, { name, title, about, ...facts, ...outcome });
};

/** Six significant digits: more would be noise in the file's history. */
const roundNumbers = (_key: string, value: unknown): unknown =>
  typeof value === "number" && !Number.isInteger(value) ? Number(value.toPrecision(6)) : value;
