import { shellMessages } from "../app/messages.ts";
import { useProblemText } from "../app/problems.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";

export interface FindProblemProps {
  readonly error: unknown;
  readonly onRetry: () => void;
}

/** A search that failed: what happened, what to do, and the button that does it. */
export const FindProblem = ({ error, onRetry }: FindProblemProps) => {
  const shell = useMessages(shellMessages);
  const problem = useProblemText()(error);
  return (
    <Notice
      tone="bad"
      title={problem.title}
      action={problem.mayRetry && <Button onPress={onRetry}>{shell.tryAgain}</Button>}
    >
      <p>{problem.next}</p>
    </Notice>
  );
};
