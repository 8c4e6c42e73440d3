import { useIsOnline } from "../app/online.ts";
import { useProblemText } from "../app/problems.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";
import { pointsMessages } from "./points-messages.ts";
import type { Phase } from "./use-points-desk.ts";

export interface OutcomeNoticeProps {
  readonly phase: Extract<Phase, { readonly name: "failed" }>;
  readonly onRepeat: () => void;
  readonly onCheckAgain: () => void;
  readonly onChange: () => void;
}

/** A movement that did not end in a receipt, told truthfully: refused, not recorded, or not known. */
export const OutcomeNotice = ({ phase, onRepeat, onCheckAgain, onChange }: OutcomeNoticeProps) => {
  const t = useMessages(pointsMessages);
  const describe = useProblemText();
  const isOnline = useIsOnline();
  const { failure } = phase;

  if (failure.outcome === "unknown")
    return (
      <Notice
        tone="warn"
        title={t.unknownTitle}
        action={
          <Button tone="primary" autoFocus isDisabled={!isOnline} onPress={onCheckAgain}>
            {t.checkAgain}
          </Button>
        }
      >
        <p>{phase.receipt ? t.undoUnknownNext : t.unknownNext(failure.refNo)}</p>
      </Notice>
    );
  const problem = describe(failure.error);
  const isSafe = failure.outcome === "not-recorded";
  return (
    <Notice
      tone="bad"
      title={isSafe ? t.notRecordedTitle : t.refusedTitle}
      action={
        <>
          {isSafe && (
            <Button tone="primary" autoFocus isDisabled={!isOnline} onPress={onRepeat}>
              {t.repeat}
            </Button>
          )}
          {!phase.receipt && <Button onPress={onChange}>{t.change}</Button>}
          {phase.receipt && !isSafe && <Button onPress={onCheckAgain}>{t.checkAgain}</Button>}
        </>
      }
    >
      <p>{isSafe ? t.notRecordedNext : `${problem.title}. ${problem.next}`}</p>
    </Notice>
  );
};
