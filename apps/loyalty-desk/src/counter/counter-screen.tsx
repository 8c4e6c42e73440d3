import { Suspense, useEffect, useRef } from "react";
import { Loading } from "../app/loading.tsx";
import { goTo, useHasMoved } from "../app/location.ts";
import { useScreenTitle } from "../app/screen-title.ts";
import { useMember } from "../data/members.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Card } from "../ui/layout.tsx";
import { loadOnDemand } from "../ui/load-on-demand.tsx";
import { useHotkeys } from "../ui/use-hotkeys.ts";
import { FindForm } from "./find-form.tsx";
import { FindResult, preloadFindResults } from "./find-result.tsx";
import { counterMessages } from "./messages.ts";
import { RecentList } from "./recent-list.tsx";
import { useFind } from "./use-find.ts";
import "./counter.css";

const memberDesk = loadOnDemand(async () => (await import("./member-desk.tsx")).MemberDesk);
const queryProblem = loadOnDemand(async () => (await import("../app/query-problem.tsx")).QueryProblem);

/**
 * The counter: find, burn or add, done, without a mouse. `F2` finds, `Enter` opens the member and stands in the amount,
 * `F4` and `F8` choose burn or add, `Enter` records, `F9` undoes, `Enter` or `Escape` is ready for the next customer.
 */
export const CounterScreen = ({ cardNo }: { readonly cardNo: string | undefined }) => {
  const t = useMessages(counterMessages);
  const searchInput = useRef<HTMLInputElement>(null);
  const hasMoved = useHasMoved();
  const finding = useFind();
  const state = finding.state.name;
  useScreenTitle(t.title);

  // While the person types, or the profile of a deep link is on its way.
  useEffect(() => {
    memberDesk.preload();
    preloadFindResults();
  }, []);
  useHotkeys({ find: () => searchInput.current?.focus() });
  useEffect(() => {
    if (cardNo !== undefined) return;
    // Without a press or a move of the person, focus belongs to the host's page, until it comes into the frame.
    const stand = () => document.activeElement === document.body && searchInput.current?.focus();
    if (hasMoved || document.hasFocus()) searchInput.current?.focus();
    window.addEventListener("focus", stand);
    return () => window.removeEventListener("focus", stand);
  }, [cardNo, hasMoved]);

  return (
    <div className="stack">
      <h1 className="visually-hidden" tabIndex={-1}>
        {t.title}
      </h1>
      <FindForm inputRef={searchInput} isFinding={finding.state.name === "looking"} onFind={finding.find} />
      <Suspense>
        <FindResult state={finding.state} onFind={finding.find} />
      </Suspense>
      {cardNo === undefined ? (
        <RecentList />
      ) : (
        // Once somebody else is looked for, nobody is to burn the points of the member before.
        (state === "idle" || state === "looking") && (
          <div className="counter__member" inert={state === "looking"}>
            <OpenMember key={`${cardNo} ${finding.finds}`} cardNo={cardNo} />
          </div>
        )
      )}
    </div>
  );
};

const OpenMember = ({ cardNo }: { readonly cardNo: string }) => {
  const t = useMessages(counterMessages);
  const query = useMember(cardNo);
  const loading = (
    <Card>
      <Loading lines={5} label={t.loadingMember} />
    </Card>
  );
  if (query.isPending) return loading;
  if (query.data === undefined)
    return (
      <Suspense fallback={loading}>
        <queryProblem.Component query={query} />
      </Suspense>
    );
  return (
    <Suspense fallback={loading}>
      <memberDesk.Component member={query.data} onNext={() => goTo("/")} />
    </Suspense>
  );
};
