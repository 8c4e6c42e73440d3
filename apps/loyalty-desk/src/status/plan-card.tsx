import type { AddOnStatus } from "@privage-addons/addon-sdk";
import { planState } from "../data/add-on-status.ts";
import { dayInZone } from "../i18n/days.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Badge, Notice } from "../ui/feedback.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { statusMessages } from "./messages.ts";

const DAY_MS = 86_400_000;
const SOON_DAYS = 14;

/** The subscription: until when, and a warning while there is still time to renew it. */
export const PlanCard = ({ status }: { readonly status: AddOnStatus }) => {
  const t = useMessages(statusMessages);
  const format = useFormat();
  const { add_on, plan, settings } = status;
  const state = planState(status, Date.now(), format.timeZone);
  const today = dayInZone(Date.now(), format.timeZone);
  const daysLeft = Math.round((Date.parse(plan.end_date) - Date.parse(today)) / DAY_MS);
  const left = daysLeft > 0 ? t.daysLeft(format.number(daysLeft)) : t.oneDayLeft;
  const entries = Object.entries(settings);

  return (
    <Card title={t.plan} action={<Badge tone={state === "running" ? "good" : "bad"}>{t[state]}</Badge>}>
      {state === "running" && daysLeft <= SOON_DAYS && (
        <Notice tone="warn" title={daysLeft > 0 ? t.endsSoon(format.number(daysLeft)) : t.endsToday}>
          <p>{t.endsSoonNext}</p>
        </Notice>
      )}
      <Facts
        items={[
          { term: t.addOn, value: add_on.name },
          { term: t.from, value: format.date(plan.start_date) },
          {
            term: t.until,
            value:
              state === "running" ? `${format.date(plan.end_date)} (${left})` : format.date(plan.end_date),
          },
        ]}
      />
      <h3>{t.settings}</h3>
      {entries.length === 0 ? (
        <p className="muted">{t.noSettings}</p>
      ) : (
        <Facts items={entries.map(([term, value]) => ({ term, value: textOf(value) }))} />
      )}
    </Card>
  );
};

/** Settings are free-form; show them as they are. */
const textOf = (value: unknown): string => (typeof value === "string" ? value : JSON.stringify(value));
