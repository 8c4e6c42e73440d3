/** Median and spread of repeated runs: half of the runs lie between `low` and `high`. */
export interface Summary {
  readonly median: number;
  /** First quartile. */
  readonly low: number;
  /** Third quartile. */
  readonly high: number;
  readonly runs: number;
}

/** The value below which a share `p` (0…1) of the sorted numbers lies, interpolated. Throws for an empty list. */
export const quantile = (sorted: readonly number[], p: number): number => {
  const position = (sorted.length - 1) * p;
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  if (below === undefined || above === undefined) throw new RangeError("There is no quantile of nothing.");
  return below + (above - below) * (position - Math.floor(position));
};

export const summarise = (values: readonly number[]): Summary => {
  const sorted = [...values].sort((a, b) => a - b);
  return {
    median: quantile(sorted, 0.5),
    low: quantile(sorted, 0.25),
    high: quantile(sorted, 0.75),
    runs: sorted.length,
  };
};

export const isSummary = (value: unknown): value is Summary =>
  typeof value === "object" && value !== null && "median" in value;

/** The number a cell stands for: a summary's median, or the number itself. */
export const numberOf = (cell: Summary | number): number => (typeof cell === "number" ? cell : cell.median);
