import type { ErrorCode } from "@privage-addons/contracts";
import { CircleSlash, Unplug } from "lucide-react";
import { Button } from "../controls/button.tsx";
import { useMessages } from "../i18n/use-messages.ts";

interface FailureNoteProps {
  readonly title: string;
  readonly code: ErrorCode;
  readonly onRetry: () => void;
}

/** The add-on could not be opened: why, in people's words, and what to do. */
export const FailureNote = ({ title, code, onRetry }: FailureNoteProps) => {
  const { addOn, common } = useMessages();
  return (
    <div className="note" role="alert">
      <Unplug aria-hidden size={32} strokeWidth={1.5} />
      <h2>{addOn.failed(title)}</h2>
      <p>{addOn.errors[code] ?? addOn.failedOther}</p>
      <Button look="primary" onPress={onRetry}>
        {common.retry}
      </Button>
      <p className="note__code">{code}</p>
    </div>
  );
};

/** The add-on's session is over, but its place is still open. */
export const EndedNote = ({ title, onReopen }: { readonly title: string; readonly onReopen: () => void }) => {
  const { addOn } = useMessages();
  return (
    <div className="note" role="status">
      <CircleSlash aria-hidden size={32} strokeWidth={1.5} />
      <h2>{addOn.ended(title)}</h2>
      <p>{addOn.endedHint}</p>
      <Button look="primary" onPress={onReopen}>
        {addOn.reopen}
      </Button>
    </div>
  );
};
