import { isMet, type Table, type Target } from "../harness/bench.ts";
import { formatCell, formatHeader, formatValue } from "../harness/format.ts";
import type { Machine } from "../harness/machine.ts";
import type { Before, BenchResult } from "../harness/results.ts";
import { renderChart } from "./chart.ts";

/** Files of the report, by path from the repository's root. */
export type ReportFiles = ReadonlyMap<string, string>;

const PAGE = "docs/benchmarks.md";
const CHARTS = "docs/images/benchmarks";

/** The order in which a reader wants them; anything else follows. */
const ORDER = ["handoff", "size", "storm", "defects", "bff", "vault", "soak", "resilience", "leaks"];

const cellOf = (text: string): string => text.replaceAll("|", "\\|");

const row = (cells: readonly string[]): string => `| ${cells.map(cellOf).join(" | ")} |`;

const renderTable = ({ columns, rows, note }: Table): string =>
  [
    row(["", ...columns.map(formatHeader)]),
    row(["---", ...columns.map(() => "---:")]),
    ...rows.map(({ label, ours, cells }) =>
      row([ours ? `**${label}**` : label, ...columns.map((column) => formatCell(cells[column.key], column))]),
    ),
    ...(note ? ["", note] : []),
  ].join("\n");

const renderTarget = (target: Target): readonly string[] => {
  const { says, comparison, limit, measured, reason } = target;
  const verdict = isMet(target) ? "met" : `**missed**${reason ? `: ${reason}` : ""}`;
  return [says, `${comparison} ${formatValue(target, limit)}`, formatValue(target, measured), verdict];
};

const renderTargets = (targets: readonly Target[]): readonly string[] =>
  targets.length === 0
    ? []
    : [
        [
          row(["target", "wanted", "measured", ""]),
          row(["---", "---", "---", "---"]),
          ...targets.map((target) => row(renderTarget(target))),
        ].join("\n"),
      ];

const chartPath = (result: BenchResult, table: Table): string => `${CHARTS}/${result.name}-${table.key}.svg`;

/** A clock that was set meanwhile moves the start by less than a machine needs to start. */
const SAME_START_MS = 120_000;

const isSameMachine = (a: Machine, b: Machine): boolean =>
  Math.abs(Date.parse(a.upSince ?? "") - Date.parse(b.upSince ?? "")) < SAME_START_MS;

/** What was the same in the run before, and what was not. */
const renderBefore = (
  { measuredAt, machine, compared, differing }: Before,
  now: Machine,
): readonly string[] => {
  const where = isSameMachine(machine, now)
    ? "the same machine"
    : "another machine, or this one before it was started anew";
  const same = `${compared - differing.length} of ${compared} ratios, counts and targets were the same within noise`;
  const run = `The run before this one (${measuredAt.slice(0, 10)}, ${where}: ${machine.cpu}, ${machine.cores} cores): ${same}`;
  if (differing.length === 0) return [`${run}.`];
  return [
    `${run}; not these:`,
    [
      row(["", "before", "now"]),
      row(["---", "---:", "---:"]),
      ...differing.map(({ label, before, now: after }) => row([label, before, after])),
    ].join("\n"),
  ];
};

const renderResult = (result: BenchResult): string => {
  const { name, title, about, targets, tables, machine, measuredAt, durationSeconds, effort, before } =
    result;
  const when = `Measured ${measuredAt.slice(0, 10)} in ${durationSeconds} s${effort === "full" ? "" : ` (a ${effort} run)`}`;
  return [
    `## ${title}`,
    about,
    ...renderTargets(targets),
    ...tables.flatMap((table) => [
      `### ${table.title}`,
      ...(table.chart ? [`![${table.title}](${chartPath(result, table).slice("docs/".length)})`] : []),
      renderTable(table),
    ]),
    `${when}; load before the start ${machine.loadBefore}. Again: \`npm run bench -- ${name}\`.`,
    ...(before ? renderBefore(before, machine) : []),
  ].join("\n\n");
};

const INTRODUCTION = `# Benchmarks

Everything this project claims about speed, size and endurance, measured side by side with what you would pick instead.

- \`npm run bench\` runs all of it (about an hour), \`npm run bench -- NAME\` one; \`--quick\` is for a first look,
  \`--own\` leaves the peers out. The peers are dependencies of [\`bench\`](../bench) alone, installed when it is run.
- A cell is the median of several runs; half of the runs lie between the two numbers in brackets. Contenders take turns within each round, and a
  ratio is taken within a round, so that whatever else the machine does falls on all alike.
- \`npm run bench -- NAME --compare\` measures again, on your machine, and says which ratios, counts and targets are not the same as here;
  times and rates depend on the machine. Each section ends with how the run before it, if there was one, compares.
- Each bench writes \`bench/results/NAME.json\`; this page and its pictures are rendered from those files, and \`npm run check\` fails
  when a figure here or in the README says anything else.`;

const renderMachine = ({ machine: { cpu, cores, memoryGb, system, node } }: BenchResult): string =>
  `Measured on ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}.`;

/** The page and its charts, from every result there is. */
export const renderReport = (results: ReadonlyMap<string, BenchResult>): ReportFiles => {
  const known = ORDER.flatMap((name) => results.get(name) ?? []);
  const others = [...results.values()].filter(({ name }) => !ORDER.includes(name));
  const all = [...known, ...others];
  const [first] = all;
  const page = [INTRODUCTION, ...(first ? [renderMachine(first)] : []), ...all.map(renderResult)].join(
    "\n\n",
  );
  const charts = all.flatMap((result) =>
    result.tables.flatMap((table): [string, string][] => {
      const chart = renderChart(table);
      return chart ? [[chartPath(result, table), chart]] : [];
    }),
  );
  return new Map([[PAGE, `${page}\n`], ...charts]);
};
