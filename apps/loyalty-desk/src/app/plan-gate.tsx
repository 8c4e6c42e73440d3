import { type ReactNode, Suspense } from "react";
import { planState, useAddOnStatus } from "../data/add-on-status.ts";
import { useFormat } from "../i18n/locale-context.tsx";
import { loadOnDemand } from "../ui/load-on-demand.tsx";

const planOver = loadOnDemand(async () => (await import("./plan-over.tsx")).PlanOver);

/**
 * Stands before every screen and steps in only when the plan is known to be over: while the status is still being read, or
 * cannot be read, the counter goes on.
 */
export const PlanGate = ({ children }: { readonly children: ReactNode }) => {
  const format = useFormat();
  const { data: status, isFetching, refetch } = useAddOnStatus();
  if (!status || planState(status, Date.now(), format.timeZone) === "running") return children;
  return (
    <Suspense>
      <planOver.Component status={status} isChecking={isFetching} onCheck={() => void refetch()} />
    </Suspense>
  );
};
