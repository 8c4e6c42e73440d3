import { compareDecimals, subtractDecimals } from "@privage-addons/addon-sdk";
import { Copy, Printer, Undo2 } from "lucide-react";
import { type Ref, useImperativeHandle, useRef, useState } from "react";
import { useBusiness } from "../app/business.ts";
import { useDeskHost } from "../app/desk-host.ts";
import { useCan } from "../app/permissions.ts";
import type { Member } from "../data/members.ts";
import type { Receipt } from "../data/points.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { ConfirmInPlace } from "../ui/confirm-in-place.tsx";
import { KeyHint, Notice } from "../ui/feedback.tsx";
import { Facts } from "../ui/layout.tsx";
import { counterMessages } from "./messages.ts";
import { pointsMessages } from "./points-messages.ts";

export interface ReceiptViewProps {
  readonly member: Member;
  readonly receipt: Receipt;
  readonly state: "done" | "undoing" | "undone";
  readonly balanceAfterUndo: string | undefined;
  readonly onUndo: () => void;
  readonly onNext: () => void;
  /** F9 presses it. */
  readonly undoRef: Ref<{ press(): void }>;
}

/** What was recorded, as the ledger says it, with the way back. */
export const ReceiptView = ({
  member,
  receipt,
  state,
  balanceAfterUndo,
  onUndo,
  onNext,
  undoRef,
}: ReceiptViewProps) => {
  const t = useMessages(pointsMessages);
  const { next, card } = useMessages(counterMessages);
  const business = useBusiness();
  const format = useFormat();
  const can = useCan();
  const host = useDeskHost();
  const frame = useRef<HTMLDivElement>(null);
  const reference = useRef<HTMLElement>(null);
  const [mustCopyByHand, setCopyByHand] = useState(false);
  useImperativeHandle(undoRef, () => ({
    press: () => frame.current?.querySelector<HTMLButtonElement>("[data-undo] button")?.click(),
  }));

  const isBurn = compareDecimals(receipt.points, 0) < 0;
  const points = format.number(isBurn ? subtractDecimals(0, receipt.points) : receipt.points);
  const copy = async () => {
    const copiedBy = await host.copyToClipboard(receipt.refNo);
    if (copiedBy === "desk") host.toast({ message: t.copied, tone: "success" });
    if (copiedBy === "nobody" && reference.current) getSelection()?.selectAllChildren(reference.current);
    setCopyByHand(copiedBy === "nobody");
  };

  return (
    <div ref={frame} className="stack receipt" data-print-area="">
      <p className="print-only receipt__business">{business.name}</p>
      {state === "undone" ? (
        <Notice tone="neutral" title={t.undone}>
          <p>
            {balanceAfterUndo === undefined ? t.undoneBalance : t.undoneNext(format.number(balanceAfterUndo))}
          </p>
        </Notice>
      ) : (
        <Notice tone="good" title={isBurn ? t.burned(points) : t.added(points)} />
      )}
      <div className="print-only">
        <Facts
          items={[
            { term: t.member, value: member.name },
            { term: card, value: member.cardNo },
          ]}
        />
      </div>
      <Facts
        items={[
          ...(state === "undone" || receipt.balance === undefined
            ? []
            : [
                {
                  term: t.newBalance,
                  value: <strong className="numeric">{format.number(receipt.balance)}</strong>,
                },
              ]),
          {
            term: t.reference,
            value: (
              <code ref={reference} className="receipt__ref">
                {receipt.refNo}
              </code>
            ),
          },
          { term: t.recordedAt, value: format.dateTime(receipt.recordedAt) },
        ]}
      />
      <div className="row receipt__actions">
        <Button tone="primary" autoFocus onPress={onNext}>
          {next} <KeyHint>↵</KeyHint>
        </Button>
        {state !== "undone" && can("points:void") && (
          <div data-undo="">
            <ConfirmInPlace
              label={
                <>
                  <Undo2 aria-hidden="true" />
                  {state === "undoing" ? t.undoing : t.undo} <KeyHint>F9</KeyHint>
                </>
              }
              question={t.undoAsk(points)}
              yes={t.undoYes}
              no={t.keep}
              isPending={state === "undoing"}
              onConfirm={onUndo}
            />
          </div>
        )}
        <Button tone="quiet" onPress={() => void copy()}>
          <Copy aria-hidden="true" />
          {t.copyReference}
        </Button>
        <Button tone="quiet" onPress={() => host.print()}>
          <Printer aria-hidden="true" />
          {t.print}
        </Button>
      </div>
      {mustCopyByHand && (
        <Notice tone="warn" title={t.notCopied}>
          <p>{t.notCopiedNext}</p>
        </Notice>
      )}
    </div>
  );
};
