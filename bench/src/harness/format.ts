import type { Cell, Column, Table, Target } from "./bench.ts";
import { isMet } from "./bench.ts";
import { isSummary } from "./statistics.ts";

/** A number with so many digits after the point, thousands set apart. */
export const formatNumber = (value: number, digits: number): string =>
  value.toLocaleString("en-US", { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** A cell as people read it: `12.3 (11.9–12.8)`, median and the middle half of the runs. */
export const formatCell = (cell: Cell | undefined, { digits = 0 }: Pick<Column, "digits"> = {}): string => {
  if (cell === null || cell === undefined) return "–";
  if (typeof cell === "string") return cell;
  if (!isSummary(cell)) return formatNumber(cell, digits);
  const [median, low, high] = [cell.median, cell.low, cell.high].map((value) => formatNumber(value, digits));
  return cell.runs < 2 || (low === median && high === median) ? `${median}` : `${median} (${low}–${high})`;
};

export const formatHeader = ({ label, unit }: Column): string => (unit ? `${label}, ${unit}` : label);

/** A value of a target's kind, with its unit. */
export const formatValue = ({ unit = "", digits = 0 }: Target, value: number): string =>
  `${formatNumber(value, digits)}${unit && ` ${unit}`}`;

export const formatTarget = (target: Target): string => {
  const { says, comparison, limit, measured, reason } = target;
  const wanted = `${comparison} ${formatValue(target, limit)}`;
  return `${isMet(target) ? "met" : "missed"}: ${says}: ${formatValue(target, measured)} (${wanted})${!isMet(target) && reason ? `. ${reason}` : ""}`;
};

/** A table for the terminal. */
export const formatTable = ({ title, columns, rows, note }: Table): string => {
  const lines = [
    ["", ...columns.map(formatHeader)],
    ...rows.map(({ label, ours, cells }) => [
      ours ? `▸ ${label}` : `  ${label}`,
      ...columns.map((column) => formatCell(cells[column.key], column)),
    ]),
  ];
  const widths = (lines[0] ?? []).map((_, index) =>
    Math.max(...lines.map((line) => line[index]?.length ?? 0)),
  );
  const padded = lines.map((line) =>
    line
      .map((text, index) => (index === 0 ? text.padEnd(widths[0] ?? 0) : text.padStart(widths[index] ?? 0)))
      .join("   ")
      .trimEnd(),
  );
  return [title, ...padded, ...(note ? [note] : [])].join("\n");
};
