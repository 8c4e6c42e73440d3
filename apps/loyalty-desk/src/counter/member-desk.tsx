import { Suspense, useEffect, useRef, useState } from "react";
import { Loading } from "../app/loading.tsx";
import { useHasMoved } from "../app/location.ts";
import { useCan } from "../app/permissions.ts";
import type { Member } from "../data/members.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Card } from "../ui/layout.tsx";
import { loadOnDemand } from "../ui/load-on-demand.tsx";
import { useHotkeys } from "../ui/use-hotkeys.ts";
import { MemberCard } from "./member-card.tsx";
import { counterMessages } from "./messages.ts";
import { OutcomeNotice } from "./outcome-notice.tsx";
import { type Direction, PointsForm } from "./points-form.tsx";
import { pointsMessages } from "./points-messages.ts";
import { ReceiptView } from "./receipt.tsx";
import { type PointsDesk, usePointsDesk } from "./use-points-desk.ts";
import { useUnseenOutcome } from "./use-unseen-outcome.ts";

const memberHistory = loadOnDemand(async () => (await import("./history.tsx")).MemberHistory);
const memberCoupons = loadOnDemand(async () => (await import("../coupons/member-coupons.tsx")).MemberCoupons);

export interface MemberDeskProps {
  readonly member: Member;
  readonly onNext: () => void;
}

/** One customer at the counter. */
export const MemberDesk = ({ member, onNext }: MemberDeskProps) => {
  const points = useMessages(pointsMessages);
  const desk = usePointsDesk(useUnseenOutcome(member));
  return (
    <div className="columns columns--counter">
      <div className="stack">
        <MemberCard member={member} onNext={onNext} />
        <Card title={desk.phase.name === "done" ? points.receipt : points.movePoints} tone="accent">
          <Movement member={member} desk={desk} onNext={onNext} />
        </Card>
      </div>
      <div className="stack counter__aside">
        <Suspense fallback={<AsideLoading />}>
          <memberHistory.Component cardNo={member.cardNo} onUndone={desk.undoneElsewhere} />
        </Suspense>
        <Suspense fallback={<AsideLoading />}>
          <memberCoupons.Component member={member} />
        </Suspense>
      </div>
    </div>
  );
};

const AsideLoading = () => {
  const t = useMessages(counterMessages);
  return (
    <Card>
      <Loading lines={5} label={t.loadingMember} />
    </Card>
  );
};

const Movement = ({ member, desk, onNext }: MemberDeskProps & { readonly desk: PointsDesk }) => {
  const can = useCan();
  const hasMoved = useHasMoved();
  const amount = useRef<HTMLInputElement>(null);
  const undo = useRef<{ press(): void }>(null);
  const [wanted, setWanted] = useState<Direction>("burn");
  // Permissions may change while the member is on the screen.
  const direction = wanted === "burn" && !can("points:burn") ? "add" : wanted;
  const { phase } = desk;
  const isForm = phase.name === "idle" || phase.name === "sending";

  useEffect(() => {
    if (isForm && (hasMoved || document.hasFocus())) amount.current?.focus();
  }, [isForm, hasMoved]);

  const choose = (next: Direction) => () => {
    if (!isForm || !can(next === "burn" ? "points:burn" : "points:add")) return;
    setWanted(next);
    amount.current?.focus();
  };
  const isBusy = phase.name === "sending" || phase.name === "undoing";
  useHotkeys({
    burn: choose("burn"),
    add: choose("add"),
    undo: () => undo.current?.press(),
    next: isBusy ? undefined : onNext,
  });

  if (phase.name === "failed")
    return (
      <OutcomeNotice
        phase={phase}
        onRepeat={() => void desk.repeat()}
        onCheckAgain={() => void desk.checkAgain()}
        onChange={desk.reset}
      />
    );
  if (phase.name === "done" || phase.name === "undoing" || phase.name === "undone")
    return (
      <ReceiptView
        member={member}
        receipt={phase.receipt}
        state={phase.name}
        balanceAfterUndo={phase.name === "undone" ? phase.balance : undefined}
        onUndo={() => void desk.undo()}
        onNext={onNext}
        undoRef={undo}
      />
    );
  return (
    <PointsForm
      member={member}
      direction={direction}
      onDirection={setWanted}
      amountRef={amount}
      isSending={phase.name === "sending"}
      onSend={(move) => void desk.send(move)}
    />
  );
};
