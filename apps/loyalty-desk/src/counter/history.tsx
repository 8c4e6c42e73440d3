import { History as HistoryIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { Loading } from "../app/loading.tsx";
import { QueryProblem } from "../app/query-problem.tsx";
import { ChartWithTable, preloadChart } from "../chart/chart-with-table.tsx";
import { type Movement, useMovements } from "../data/movements.ts";
import { decimalsIn } from "../i18n/format.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Empty, Notice } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { dailyBalances } from "./daily-balances.ts";
import { historyMessages } from "./history-messages.ts";
import { MovementsTable } from "./movements-table.tsx";

const PERIODS = { month: 30, quarter: 90, year: 365 } as const;
type Period = keyof typeof PERIODS;

/** A member's movements: the balance as a picture, and every line of the ledger. */
export const MemberHistory = ({ cardNo }: { readonly cardNo: string }) => {
  const t = useMessages(historyMessages);
  const [period, setPeriod] = useState<Period>("month");
  const query = useMovements(cardNo, PERIODS[period]);
  useEffect(preloadChart, []);

  return (
    <Card
      title={t.title}
      action={
        <Segmented
          label={t.period}
          isLabelHidden
          value={period}
          onChange={setPeriod}
          options={[
            { value: "month", label: t.lastMonth },
            { value: "quarter", label: t.lastQuarter },
            { value: "year", label: t.lastYear },
          ]}
        />
      }
    >
      {query.isPending ? (
        <Loading lines={8} label={t.loading} />
      ) : query.isError ? (
        <QueryProblem query={query} />
      ) : query.data.movements.length === 0 ? (
        <Empty icon={HistoryIcon} title={t.empty}>
          <p>{t.emptyNext}</p>
        </Empty>
      ) : (
        <>
          <BalanceChart movements={query.data.movements} />
          {!query.data.isComplete && <Notice tone="warn" title={t.incomplete} />}
          <MovementsTable movements={query.data.movements} cardNo={cardNo} />
        </>
      )}
    </Card>
  );
};

const BalanceChart = ({ movements }: { readonly movements: readonly Movement[] }) => {
  const t = useMessages(historyMessages);
  const format = useFormat();
  const days = dailyBalances(movements, format.timeZone, Date.now());
  const [first, last] = [days[0], days.at(-1)];
  const decimals = decimalsIn(days.map(({ balance }) => balance));
  if (!first || !last) return null;
  return (
    <ChartWithTable
      kind="steps"
      summary={t.chartSummary(format.date(first.day), format.date(last.day), format.number(last.balance))}
      labelHeader={t.day}
      figureHeader={t.balance}
      formatTick={format.compact}
      marks={days.map(({ day, balance }) => ({
        key: day,
        label: format.dayMonth(day),
        height: Number(balance),
        figure: format.number(balance, decimals),
      }))}
    />
  );
};
