import { LateNotice } from "../app/loading.tsx";
import { useMessages } from "../i18n/locale-context.tsx";
import { Notice } from "../ui/feedback.tsx";
import { loadOnDemand } from "../ui/load-on-demand.tsx";
import { counterMessages } from "./messages.ts";
import type { Search } from "./search-kind.ts";
import type { FindState } from "./use-find.ts";

const findProblem = loadOnDemand(async () => (await import("./find-problem.tsx")).FindProblem);
const nameResults = loadOnDemand(async () => (await import("./name-results.tsx")).NameResults);

/** Fetches what a search may come to, while the person still types. */
export const preloadFindResults = () => {
  findProblem.preload();
  nameResults.preload();
};

export interface FindResultProps {
  readonly state: FindState;
  readonly onFind: (search: Search) => void;
}

/** What a search came to when it did not simply open the member. */
export const FindResult = ({ state, onFind }: FindResultProps) => {
  const t = useMessages(counterMessages);
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
      return <nameResults.Component name={state.wanted} onFind={onFind} />;
    case "not-found":
      return (
        <Notice tone="warn" title={t.notFoundTitle(state.wanted)}>
          <p>{t.notFoundNext}</p>
        </Notice>
      );
    case "failed":
      return <findProblem.Component error={state.error} onRetry={() => onFind(state.search)} />;
  }
};
