import type { ReactNode } from "react";
import "./data-table.css";

export interface Column<Row> {
  readonly key: string;
  readonly header: string;
  readonly cell: (row: Row) => ReactNode;
  /** Figures align at their end, so that digits stand below digits. */
  readonly align?: "start" | "end";
  /** Left out when the table has less room than this; the row must make sense without it. */
  readonly hideBelow?: "medium" | "wide";
}

export interface DataTableProps<Row> {
  /** Names the table for assistive technology. */
  readonly caption: string;
  readonly columns: readonly Column<Row>[];
  readonly rows: readonly Row[];
  readonly rowKey: (row: Row) => string;
}

/** Rows of data. The frame can be scrolled by keyboard where the table is wider than the screen. */
export const DataTable = <Row,>({ caption, columns, rows, rowKey }: DataTableProps<Row>) => (
  // biome-ignore lint/a11y/useSemanticElements: a group, not a landmark of its own: the card around it is one already
  // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrollable frame must be reachable by keyboard (WCAG 2.1.1)
  <div className="table-frame" role="group" aria-label={caption} tabIndex={0}>
    <table className="table">
      <caption className="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column.key} scope="col" className={cellClass(column)}>
              {column.header}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr key={rowKey(row)}>
            {columns.map((column) => (
              <td key={column.key} className={cellClass(column)}>
                {column.cell(row)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  </div>
);

const cellClass = <Row,>({ align = "start", hideBelow }: Column<Row>) =>
  `table__cell table__cell--${align}${hideBelow ? ` table__cell--${hideBelow}` : ""}`;
