import type { Summary } from "./statistics.ts";

/** What a bench is asked to do. */
export interface BenchOptions {
  /** `own` leaves the peers out, so that it runs without their packages. */
  readonly scope: "all" | "own";
  /** `smoke` proves that it works (seconds, figures worth nothing), `quick` is for development, `full` is published. */
  readonly effort: Effort;
  /** How long a bench that holds a load holds it; absent means as the effort has it. */
  readonly minutes?: number;
  /** Folder of another, installed clone of the project, to be measured beside this one by benches that can. */
  readonly beside?: string;
  /** Says what is going on, one line at a time. */
  readonly say: (line: string) => void;
}

export type Effort = "smoke" | "quick" | "full";

/** One cell: a measured summary, a plain number or name, or null where nothing could be measured. */
export type Cell = Summary | number | string | null;

export interface Column {
  readonly key: string;
  readonly label: string;
  /** Unit as printed after the label, e.g. `"ms"`. */
  readonly unit?: string;
  /** Digits after the point; default 0. */
  readonly digits?: number;
}

export interface Row {
  readonly key: string;
  readonly label: string;
  readonly ours?: boolean;
  readonly cells: Readonly<Record<string, Cell>>;
}

export interface Table {
  readonly key: string;
  readonly title: string;
  readonly columns: readonly Column[];
  readonly rows: readonly Row[];
  readonly note?: string;
  /** Column to be drawn as bars, one a row. */
  readonly chart?: string;
}

/** A number that was promised, and the number that was measured. */
export interface Target {
  readonly key: string;
  readonly says: string;
  readonly comparison: "at most" | "at least" | "exactly";
  readonly limit: number;
  readonly measured: number;
  readonly unit?: string;
  readonly digits?: number;
  /** Why it is missed, measured; shown beside a target that is not met. */
  readonly reason?: string;
}

export interface BenchOutcome {
  readonly tables: readonly Table[];
  readonly targets: readonly Target[];
}

export interface Bench {
  readonly name: string;
  readonly title: string;
  /** What is measured and how, as a reader of docs/benchmarks.md needs it. */
  readonly about: string;
  run(options: BenchOptions): Promise<BenchOutcome>;
}

export const isMet = ({ comparison, limit, measured }: Target): boolean =>
  comparison === "at most"
    ? measured <= limit
    : comparison === "at least"
      ? measured >= limit
      : measured === limit;

/** The first of three values by effort: smoke, quick, full. */
export const byEffort = <T>(effort: Effort, values: Readonly<Record<Effort, T>>): T => values[effort];
