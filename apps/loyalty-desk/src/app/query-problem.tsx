import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";
import { shellMessages } from "./messages.ts";
import { useProblemText } from "./problems.ts";

export interface QueryProblemProps {
  readonly query: { readonly error: unknown; readonly isFetching: boolean; refetch(): unknown };
  /** Replaces the general advice where the screen knows better. */
  readonly note?: string;
}

/** Data that could not be read: what happened, what to do, and the button that does it. */
export const QueryProblem = ({ query, note }: QueryProblemProps) => {
  const shell = useMessages(shellMessages);
  const problem = useProblemText()(query.error);
  return (
    <Notice
      tone="bad"
      title={problem.title}
      action={
        <Button isPending={query.isFetching} onPress={() => void query.refetch()}>
          {shell.tryAgain}
        </Button>
      }
    >
      <p>{note ?? problem.next}</p>
    </Notice>
  );
};
