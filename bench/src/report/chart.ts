import type { Row, Table } from "../harness/bench.ts";
import { formatCell } from "../harness/format.ts";
import { isSummary, numberOf } from "../harness/statistics.ts";

const WIDTH = 760;
const LABELS = 330;
const VALUES = 150;
const LINE = 26;
const TITLE = 34;
const BARS = WIDTH - LABELS - VALUES;

/** Both readable on GitHub's light and dark page. */
const OUR_COLOUR = "#0d9488";
const PEER_COLOUR = "#8b949e";
const TEXT_COLOUR = "#768390";

const escapeXml = (text: string): string =>
  text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const round = (value: number): number => Math.round(value * 10) / 10;

/** Horizontal bars of one column, ours in colour; a whisker shows the middle half of the runs. */
export const renderChart = ({ title, columns, rows, chart }: Table): string | undefined => {
  const column = columns.find(({ key }) => key === chart);
  if (!column) return undefined;
  const drawn = rows.flatMap((row): { row: Row; value: number }[] => {
    const cell = row.cells[column.key];
    return typeof cell === "number" || isSummary(cell) ? [{ row, value: numberOf(cell) }] : [];
  });
  const largest = Math.max(
    ...drawn.map(({ row, value }) => {
      const cell = row.cells[column.key];
      return isSummary(cell) ? Math.max(cell.high, value) : value;
    }),
  );
  const toX = (value: number): number => round(LABELS + (value / largest) * BARS);
  const bars = drawn.map(({ row, value }, index) => {
    const cell = row.cells[column.key];
    const y = TITLE + index * LINE;
    const middle = y + 9;
    const whisker =
      isSummary(cell) && cell.runs > 1
        ? `<path d="M${toX(cell.low)} ${middle}H${toX(cell.high)}" stroke="${TEXT_COLOUR}" stroke-width="2"/>`
        : "";
    const text = isSummary(cell) ? formatCell(cell.median, column) : formatCell(cell, column);
    return [
      `<text x="${LABELS - 10}" y="${y + 13}" text-anchor="end"${row.ours ? ' font-weight="bold"' : ""}>${escapeXml(row.label)}</text>`,
      `<rect x="${LABELS}" y="${y}" width="${Math.max(1, round(toX(value) - LABELS))}" height="18" rx="2" fill="${row.ours ? OUR_COLOUR : PEER_COLOUR}"/>`,
      whisker,
      `<text x="${round(toX(isSummary(cell) ? Math.max(cell.high, value) : value) + 8)}" y="${y + 13}">${escapeXml(text)}</text>`,
    ].join("");
  });
  const heading = `${title}: ${column.label}${column.unit ? `, ${column.unit}` : ""}`;
  const height = TITLE + drawn.length * LINE;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${height}" role="img" aria-label="${escapeXml(heading)}" font-family="system-ui, sans-serif" font-size="13" fill="${TEXT_COLOUR}">
<text x="0" y="16" font-weight="bold">${escapeXml(heading)}</text>
${bars.join("\n")}
</svg>
`;
};
