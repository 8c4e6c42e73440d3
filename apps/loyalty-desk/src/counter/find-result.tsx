import { LateNotice } from "../app/loading.tsx";
import { shellMessages } from "../app/messages.ts";
import { useProblemText } from "../app/problems.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Notice } from "../ui/feedback.tsx";
import { counterMessages } from "./messages.ts";
import { NameResults } from "./name-results.tsx";
import type { Search } from "./search-kind.ts";
import type { FindState } from "./use-find.ts";

export interface FindResultProps {
  readonly state: FindState;
  readonly onFind: (search: Search) => void;
}

/** What a search came to when it did not simply open the member. */
export const FindResult = ({ state, onFind }: FindResultProps) => {
  const t = useMessages(counterMessages);
  const shell = useMessages(shellMessages);
  const describe = useProblemText();
  switch (state.name) {
    case "idle":
      return null;
    case "looking":
      return (
        <>
          <p className="visually-hidden" role="status">
            {t.finding}
          </p>
          <LateNotice>{t.findingLate}</LateNotice>
        </>
      );
    case "names":
      return <NameResults name={state.wanted} onFind={onFind} />;
    case "not-found":
      return (
        <Notice tone="warn" title={t.notFoundTitle(state.wanted)}>
          <p>{t.notFoundNext}</p>
        </Notice>
      );
    case "failed": {
      const problem = describe(state.error);
      return (
        <Notice
          tone="bad"
          title={problem.title}
          action={problem.mayRetry && <Button onPress={() => onFind(state.search)}>{shell.tryAgain}</Button>}
        >
          <p>{problem.next}</p>
        </Notice>
      );
    }
  }
};
