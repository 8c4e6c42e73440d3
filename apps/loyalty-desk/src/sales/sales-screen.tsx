import { ReceiptText } from "lucide-react";
import { useEffect, useState } from "react";
import { useBusiness } from "../app/business.ts";
import { Loaded } from "../app/loaded.tsx";
import { Loading } from "../app/loading.tsx";
import { Screen } from "../app/screen.tsx";
import { ChartWithTable, preloadChart } from "../chart/chart-with-table.tsx";
import { LONGEST_PERIOD, type SalesPeriod, useSales } from "../data/sales.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card, Stat } from "../ui/layout.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { BranchName } from "./branch-name.tsx";
import { divideDecimal } from "./divide.ts";
import { LatestSales } from "./latest-sales.tsx";
import { salesMessages } from "./messages.ts";
import { grandTotal, totalsPerBranch, totalsPerDay } from "./totals.ts";

const PERIODS = { week: 7, fortnight: 14, month: LONGEST_PERIOD } as const;

/** What the shop sold: the sum, each day, each branch, the latest orders. */
export const SalesScreen = () => {
  const t = useMessages(salesMessages);
  const [period, setPeriod] = useState<keyof typeof PERIODS>("month");
  const query = useSales(PERIODS[period]);
  useEffect(preloadChart, []);
  return (
    <Screen
      title={t.title}
      lead={t.lead}
      action={
        <Segmented
          label={t.period}
          isLabelHidden
          value={period}
          onChange={setPeriod}
          options={[
            { value: "week", label: t.week },
            { value: "fortnight", label: t.fortnight },
            { value: "month", label: t.month },
          ]}
        />
      }
    >
      <Loaded
        query={query}
        loading={
          <Card>
            <Loading lines={9} label={t.loading} />
          </Card>
        }
      >
        {(read) =>
          read.sales.length === 0 ? (
            <Card>
              <Empty icon={ReceiptText} title={t.empty}>
                <p>{t.emptyNext}</p>
              </Empty>
            </Card>
          ) : (
            <Sales period={read} />
          )
        }
      </Loaded>
    </Screen>
  );
};

const Sales = ({ period: { sales, from, to } }: { readonly period: SalesPeriod }) => {
  const t = useMessages(salesMessages);
  const format = useFormat();
  const { currency } = useBusiness();
  const total = grandTotal(sales);
  const money = (amount: string) => format.money(amount, currency);

  return (
    <>
      <div className="stats">
        <Stat label={t.revenue} value={money(total.revenue)} note={t.revenueNote} />
        <Stat label={t.orders} value={format.number(total.orders)} />
        <Stat
          label={t.average}
          value={total.orders ? money(divideDecimal(total.revenue, total.orders)) : "–"}
        />
      </div>
      <Card title={t.perDay}>
        <ChartWithTable
          kind="bars"
          summary={t.chartSummary(format.date(from), format.date(to), money(total.revenue))}
          labelHeader={t.day}
          figureHeader={t.revenue}
          formatTick={format.compact}
          marks={totalsPerDay(sales, from, to).map(({ key, revenue }) => ({
            key,
            label: format.dayMonth(key),
            height: Number(revenue),
            figure: money(revenue),
          }))}
        />
      </Card>
      <div className="columns">
        <Card title={t.perBranch}>
          <DataTable
            caption={t.perBranch}
            rows={totalsPerBranch(sales)}
            rowKey={({ key }) => key}
            columns={[
              {
                key: "branch",
                header: t.branch,
                cell: ({ key }) => <BranchName id={key} />,
              },
              { key: "orders", header: t.orders, align: "end", cell: ({ orders }) => format.number(orders) },
              { key: "revenue", header: t.revenue, align: "end", cell: ({ revenue }) => money(revenue) },
            ]}
          />
        </Card>
        <LatestSales sales={sales} />
      </div>
    </>
  );
};
