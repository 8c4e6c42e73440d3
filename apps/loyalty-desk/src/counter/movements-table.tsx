import { useState } from "react";
import { shellMessages } from "../app/messages.ts";
import { useIsOnline } from "../app/online.ts";
import { useCan } from "../app/permissions.ts";
import type { Movement } from "../data/movements.ts";
import { decimalsIn } from "../i18n/format.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmInPlace } from "../ui/confirm-in-place.tsx";
import { type Column, DataTable } from "../ui/data-table.tsx";
import { Badge, type Tone } from "../ui/feedback.tsx";
import { historyMessages } from "./history-messages.ts";
import type { LineUndo } from "./use-line-undo.ts";

const FIRST_ROWS = 10;
const TONES: Readonly<Record<string, Tone>> = { ADD: "good", BURN: "neutral", VOID: "neutral" };

export interface MovementsTableProps {
  /** Latest first. */
  readonly movements: readonly Movement[];
  readonly undoing: Pick<LineUndo, "busy" | "undo">;
}

/** The ledger's lines of one member, each with its undo where the role allows it. */
export const MovementsTable = ({ movements, undoing: { busy, undo } }: MovementsTableProps) => {
  const t = useMessages(historyMessages);
  const shell = useMessages(shellMessages);
  const format = useFormat();
  const can = useCan();
  const isOnline = useIsOnline();
  const [shown, setShown] = useState(FIRST_ROWS);
  const names: Readonly<Record<string, string>> = { ADD: t.typeAdd, BURN: t.typeBurn, VOID: t.typeVoid };

  const rows = movements.slice(0, shown);
  const pointsDecimals = decimalsIn(rows.map((movement) => movement.points));
  const balanceDecimals = decimalsIn(rows.map((movement) => movement.balance));
  const columns: Column<Movement>[] = [
    { key: "when", header: t.when, cell: (movement) => format.moment(movement.createdAt) },
    {
      key: "what",
      header: t.what,
      cell: ({ type, isVoided }) => (
        <span className="row">
          <Badge tone={TONES[type] ?? "neutral"}>{names[type] ?? type}</Badge>
          {isVoided && <Badge>{t.voided}</Badge>}
        </span>
      ),
    },
    {
      key: "points",
      header: t.points,
      align: "end",
      cell: (movement) => format.signed(movement.points, pointsDecimals),
    },
    {
      key: "balance",
      header: t.balance,
      align: "end",
      hideBelow: "medium",
      cell: ({ balance }) => format.number(balance, balanceDecimals),
    },
    {
      key: "reference",
      header: t.reference,
      hideBelow: "wide",
      cell: ({ refNo }) => <code className="receipt__ref">{refNo || "–"}</code>,
    },
  ];
  if (can("points:void"))
    columns.push({
      key: "undo",
      header: t.undo,
      align: "end",
      cell: (movement) =>
        movement.isVoided || movement.type === "VOID" ? (
          "–"
        ) : (
          <ConfirmInPlace
            size="small"
            label={t.undo}
            question={t.undoAsk(format.signed(movement.points))}
            yes={t.undoYes}
            no={t.keep}
            isPending={busy === movement.id}
            isDisabled={!isOnline || (busy !== undefined && busy !== movement.id)}
            onConfirm={() => undo(movement)}
          />
        ),
    });

  return (
    <div className="stack">
      <DataTable caption={t.transactions} columns={columns} rows={rows} rowKey={(movement) => movement.id} />
      {shown < movements.length && (
        <Button onPress={() => setShown(shown + 4 * FIRST_ROWS)}>{shell.showMore}</Button>
      )}
    </div>
  );
};
