import { Suspense } from "react";
import { useMessages } from "../i18n/locale-context.tsx";
import { defineMessages } from "../i18n/messages.ts";
import { DataTable } from "../ui/data-table.tsx";
import { Skeleton } from "../ui/feedback.tsx";
import { loadOnDemand } from "../ui/load-on-demand.tsx";
import type { ChartProps } from "./chart.tsx";

const chart = loadOnDemand(async () => (await import("./chart.tsx")).Chart);

/** For screens that will show a chart as soon as their data is there. */
export const preloadChart = chart.preload;

const messages = defineMessages(
  { loading: "Drawing the chart", asTable: "Show as a table" },
  {
    th: { loading: "กำลังวาดกราฟ", asTable: "ดูเป็นตาราง" },
    vi: { loading: "Đang vẽ biểu đồ", asTable: "Xem dạng bảng" },
  },
);

export interface ChartWithTableProps extends ChartProps {
  readonly labelHeader: string;
  readonly figureHeader: string;
}

/** A chart and the same figures as a table, for whoever reads rather than looks. The drawing code is loaded on demand. */
export const ChartWithTable = ({ labelHeader, figureHeader, ...drawing }: ChartWithTableProps) => {
  const t = useMessages(messages);
  return (
    <figure className="stack">
      <Suspense fallback={<Skeleton lines={6} label={t.loading} />}>
        <chart.Component {...drawing} />
      </Suspense>
      <details className="chart-table">
        <summary>{t.asTable}</summary>
        <DataTable
          caption={drawing.summary}
          rows={drawing.marks}
          rowKey={(mark) => mark.key}
          columns={[
            { key: "label", header: labelHeader, cell: (mark) => mark.label },
            { key: "figure", header: figureHeader, align: "end", cell: (mark) => mark.figure },
          ]}
        />
      </details>
    </figure>
  );
};
