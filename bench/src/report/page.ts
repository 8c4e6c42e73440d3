import { isMet, type Table, type Target } from "../harness/bench.ts";
import { formatCell, formatHeader, formatValue } from "../harness/format.ts";
import type { BenchResult, Results } from "../harness/results.ts";
import { renderChart } from "./chart.ts";
import { compare } from "./compare.ts";

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

/** A moment, to the minute. */
const momentOf = (iso: string | undefined): string =>
  iso?.slice(0, 16).replace("T", " ") ?? "a time not noted";

/** What another machine said too, and what it did not. */
const renderElsewhere = (result: BenchResult, other: BenchResult): readonly string[] => {
  const { machine, measuredAt, commit } = other;
  const { table, differing } = compare(result, other);
  const count = `${table.rows.length - differing.length} of ${table.rows.length} ratios, counts and targets are the same within noise`;
  const code = commit === undefined ? "" : `, commit ${commit}`;
  const run = `**On another machine** (${machine.cpu}, ${machine.cores} cores, up since ${momentOf(machine.upSince)}; measured ${momentOf(measuredAt)}${code}): ${count}`;
  if (differing.length === 0) return [`${run}.`];
  return [
    `${run}; not these:`,
    [
      row(["", "there", "here"]),
      row(["---", "---:", "---:"]),
      ...differing.map(({ label, before, now }) => row([label, before, now])),
    ].join("\n"),
  ];
};

const renderResult = (result: BenchResult, other: BenchResult | undefined): string => {
  const { name, title, about, targets, tables, machine, measuredAt, durationSeconds, effort, commit } =
    result;
  const when = `Measured ${momentOf(measuredAt)} in ${durationSeconds} s${effort === "full" ? "" : ` (a ${effort} run)`}`;
  const code = commit === undefined ? "" : ` at commit ${commit}`;
  return [
    `## ${title}`,
    about,
    ...renderTargets(targets),
    ...tables.flatMap((table) => [
      `### ${table.title}`,
      ...(table.chart ? [`![${table.title}](${chartPath(result, table).slice("docs/".length)})`] : []),
      renderTable(table),
    ]),
    `${when}${code}; load before the start ${machine.loadBefore}. Again: \`npm run bench -- ${name}\`.`,
    ...(other ? renderElsewhere(result, other) : []),
  ].join("\n\n");
};

const INTRODUCTION = `# Benchmarks

Everything this project claims about speed, size and endurance, measured side by side with what you would pick instead.

- \`npm run bench\` runs all of it (about an hour), \`npm run bench -- NAME\` one; \`--quick\` is for a first look,
  \`--own\` leaves the peers out. The peers are dependencies of [\`bench\`](../bench) alone, installed when it is run.
- A cell is the median of several runs; half of the runs lie between the two numbers in brackets. Contenders take turns within each round, and a
  ratio is taken within a round, so that whatever else the machine does falls on all alike.
- \`npm run bench -- NAME --compare\` measures again, on your machine, and says which ratios, counts and targets are not the same as here;
  times and rates depend on the machine. Each section ends with the last run of another machine of the same size, which may be of older code.
- Each bench writes \`bench/results/NAME.json\`; this page and its pictures are rendered from those files, and \`npm run check\` fails
  when a figure here or in the README says anything else.`;

const renderMachine = ({ machine: { cpu, cores, memoryGb, system, node, upSince } }: BenchResult): string =>
  `Measured on ${cpu}, ${cores} cores, ${memoryGb} GB, ${system}, Node ${node}, up since ${momentOf(upSince)} (UTC, as all times here).`;

/** The page and its charts, from every result there is. */
export const renderReport = (results: Results, elsewhere: Results = new Map()): ReportFiles => {
  const known = ORDER.flatMap((name) => results.get(name) ?? []);
  const others = [...results.values()].filter(({ name }) => !ORDER.includes(name));
  const all = [...known, ...others];
  const [first] = all;
  const sections = all.map((result) => renderResult(result, elsewhere.get(result.name)));
  const page = [INTRODUCTION, ...(first ? [renderMachine(first)] : []), ...sections].join("\n\n");
  const charts = all.flatMap((result) =>
    result.tables.flatMap((table): [string, string][] => {
      const chart = renderChart(table);
      return chart ? [[chartPath(result, table), chart]] : [];
    }),
  );
  return new Map([[PAGE, `${page}\n`], ...charts]);
};
