import { CalendarX2 } from "lucide-react";
import type { ReactNode } from "react";
import { planState, useAddOnStatus } from "../data/add-on-status.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { endMessages } from "./end-messages.ts";

/**
 * Stands before every screen and steps in only when the plan is known to be over: while the status is still being read, or
 * cannot be read, the counter goes on.
 */
export const PlanGate = ({ children }: { readonly children: ReactNode }) => {
  const t = useMessages(endMessages);
  const format = useFormat();
  const query = useAddOnStatus();
  const state = query.data ? planState(query.data, Date.now(), format.timeZone) : "running";
  if (state === "running" || !query.data) return children;

  return (
    <Card>
      <div role="alert">
        <Empty icon={CalendarX2} title={state === "ended" ? t.planTitle : t.inactiveTitle} isPageHeading>
          <p>{state === "ended" ? t.planNext(format.date(query.data.plan.end_date)) : t.inactiveNext}</p>
        </Empty>
      </div>
      <div className="row row--center">
        <Button tone="primary" isPending={query.isFetching} onPress={() => void query.refetch()}>
          {t.checkAgain}
        </Button>
      </div>
    </Card>
  );
};
