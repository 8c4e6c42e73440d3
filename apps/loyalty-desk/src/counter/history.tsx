import { History as HistoryIcon } from "lucide-react";
import { useEffect, useState } from "react";
import { Loaded } from "../app/loaded.tsx";
import { Loading } from "../app/loading.tsx";
import { WriteNotice } from "../app/write-notice.tsx";
import { ChartWithTable, preloadChart } from "../chart/chart-with-table.tsx";
import { type Movement, useMovements } from "../data/movements.ts";
import type { Receipt } from "../data/points.ts";
import { decimalsIn } from "../i18n/format.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Empty, Notice } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { Segmented } from "../ui/segmented.tsx";
import { useFocusCatch } from "../ui/use-focus-catch.ts";
import { dailyBalances } from "./daily-balances.ts";
import { historyMessages } from "./history-messages.ts";
import { MovementsTable } from "./movements-table.tsx";
import { type LineUndo, useLineUndo } from "./use-line-undo.ts";

const PERIODS = { month: 30, quarter: 90, year: 365 } as const;
type Period = keyof typeof PERIODS;

export interface MemberHistoryProps {
  readonly cardNo: string;
  /** Hears of every line that was undone here. */
  readonly onUndone: (receipt: Receipt) => void;
}

/** A member's movements: the balance as a picture, and every line of the ledger. */
export const MemberHistory = ({ cardNo, onUndone }: MemberHistoryProps) => {
  const t = useMessages(historyMessages);
  // Above the data: the outcome of an undo outlives every list that is read again.
  const undoing = useLineUndo(cardNo, onUndone);
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
      <UndoNotice undoing={undoing} />
      <Loaded query={query} loading={<Loading lines={8} label={t.loading} />}>
        {({ movements, isComplete }) => (
          <>
            {movements.length > 0 && <BalanceChart movements={movements} />}
            {!isComplete && <Notice tone="warn" title={t.incomplete} />}
            {movements.length > 0 ? (
              <MovementsTable movements={movements} undoing={undoing} />
            ) : (
              <Empty icon={HistoryIcon} title={t.empty}>
                <p>{t.emptyNext}</p>
              </Empty>
            )}
          </>
        )}
      </Loaded>
    </Card>
  );
};

/** What became of an undo; the focus goes on from there when the ledger takes its line's button away. */
const UndoNotice = ({ undoing: { busy, result, repeat, lookAgain } }: { readonly undoing: LineUndo }) => {
  const t = useMessages(historyMessages);
  const news = useFocusCatch<HTMLDivElement>(result !== undefined);
  if (!result) return null;
  return (
    <div ref={news} tabIndex={-1}>
      <WriteNotice
        result={result}
        recorded={() => t.undone}
        isPending={busy !== undefined}
        onRepeat={repeat}
        onLookAgain={lookAgain}
      />
    </div>
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
