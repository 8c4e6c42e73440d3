import { CalendarX2 } from "lucide-react";
import { type AddOnStatus, planState } from "../data/add-on-status.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { planMessages } from "./plan-messages.ts";

export interface PlanOverProps {
  readonly status: AddOnStatus;
  readonly isChecking: boolean;
  readonly onCheck: () => void;
}

/** The plan has ended, or the add-on is switched off: since when, and who can change that. */
export const PlanOver = ({ status, isChecking, onCheck }: PlanOverProps) => {
  const t = useMessages(planMessages);
  const format = useFormat();
  const isEnded = planState(status, Date.now(), format.timeZone) === "ended";
  return (
    <Card>
      <div role="alert">
        <Empty
          icon={CalendarX2}
          title={isEnded ? t.planTitle : t.inactiveTitle}
          isPageHeading
          action={
            <Button tone="primary" isPending={isChecking} onPress={onCheck}>
              {t.checkAgain}
            </Button>
          }
        >
          <p>{isEnded ? t.planNext(format.date(status.plan.end_date)) : t.inactiveNext}</p>
        </Empty>
      </div>
    </Card>
  );
};
