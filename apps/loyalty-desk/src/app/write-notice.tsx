import type { WriteResult } from "../data/write-result.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";
import { useProblemText } from "./problems.ts";
import { writeMessages } from "./write-messages.ts";

export interface WriteNoticeProps<Value> {
  readonly result: WriteResult<Value>;
  /** What to say when it was recorded; `undefined` where the screen shows it itself. */
  readonly recorded: ((value: Value) => string) | undefined;
  /** Does it again; offered only where that is safe. */
  readonly onRepeat?: () => void;
  /** While it is being done again: one press does it once. */
  readonly isPending?: boolean;
  /** Reads again how things stand; offered where the outcome is unknown. */
  readonly onLookAgain: () => void;
}

/** The outcome of a write, in place: done, refused, safe to repeat, or not known. */
export const WriteNotice = <Value,>({
  result,
  recorded,
  onRepeat,
  isPending = false,
  onLookAgain,
}: WriteNoticeProps<Value>) => {
  const t = useMessages(writeMessages);
  const describe = useProblemText();
  switch (result.outcome) {
    case "recorded":
      return recorded ? <Notice tone="good" title={recorded(result.value)} /> : null;
    case "unknown":
      return (
        <Notice tone="warn" title={t.unknown} action={<Button onPress={onLookAgain}>{t.lookAgain}</Button>}>
          <p>{t.unknownNext(result.refNo)}</p>
        </Notice>
      );
    case "not-recorded":
      return (
        <Notice
          tone="bad"
          title={t.notRecorded}
          action={
            onRepeat && (
              <Button isPending={isPending} onPress={onRepeat}>
                {t.repeat}
              </Button>
            )
          }
        >
          <p>{t.notRecordedNext}</p>
        </Notice>
      );
    case "refused": {
      const problem = describe(result.error);
      return (
        <Notice
          tone="bad"
          title={problem.title}
          action={<Button onPress={onLookAgain}>{t.lookAgain}</Button>}
        >
          <p>{problem.next}</p>
        </Notice>
      );
    }
  }
};
