/**
 * Figures inside prose. A page writes `<!--bench:FILE/TABLE/ROW/COLUMN-->…<!--/bench-->`, or `…FILE/targets/KEY…`; what stands between the
 * two comments is filled in from the result file, so that no page can say anything else.
 */
import type { Table } from "../harness/bench.ts";
import { formatCell, formatNumber } from "../harness/format.ts";
import type { BenchResult } from "../harness/results.ts";
import { isSummary } from "../harness/statistics.ts";

const FIGURE = /<!--bench:([\w/.-]+)-->(.*?)<!--\/bench-->/gs;

const figureIn = (
  table: Table | undefined,
  rowKey: string | undefined,
  columnKey: string | undefined,
): string | undefined => {
  const column = table?.columns.find(({ key }) => key === columnKey);
  const cell = table?.rows.find(({ key }) => key === rowKey)?.cells[columnKey ?? ""];
  if (!column || cell === undefined) return undefined;
  return formatCell(isSummary(cell) ? cell.median : cell, column);
};

/** The text a figure must have. Throws when no result file has it. */
export const figureOf = (results: ReadonlyMap<string, BenchResult>, address: string): string => {
  const [file = "", tableKey, rowKey, columnKey] = address.split("/");
  const result = results.get(file);
  const target = tableKey === "targets" ? result?.targets.find(({ key }) => key === rowKey) : undefined;
  const text = target
    ? formatNumber(target.measured, target.digits ?? 0)
    : figureIn(
        result?.tables.find(({ key }) => key === tableKey),
        rowKey,
        columnKey,
      );
  if (text === undefined) throw new Error(`No result file has the figure ${address}.`);
  return text;
};

/** The page with every figure as the result files have it. */
export const fillFigures = (page: string, results: ReadonlyMap<string, BenchResult>): string =>
  page.replaceAll(
    FIGURE,
    (_all, address: string) => `<!--bench:${address}-->${figureOf(results, address)}<!--/bench-->`,
  );
