import type { AddOnStatus } from "@privage-addons/addon-sdk";
import { useAddOnStatus as useStatus } from "@privage-addons/addon-sdk/react";
import { dayInZone } from "../i18n/days.ts";

export type { AddOnStatus };

const REREAD_MS = 5 * 60_000;
/** Statuses that mean "not in use"; the set is open, so any other counts as in use. */
const INACTIVE = ["INACTIVE", "SUSPENDED", "CANCELLED", "EXPIRED", "UNINSTALLED"];

/** The business's subscription; read again now and then, as a plan may end while the counter is open. */
export const useAddOnStatus = () => useStatus({ staleTime: REREAD_MS, refetchInterval: REREAD_MS });

export type PlanState = "running" | "ended" | "inactive";

/** Whether the plan still runs; its last day counts in full, as the shop counts days. */
export const planState = ({ plan, add_on }: AddOnStatus, now: number, timeZone: string): PlanState => {
  if (plan.end_date < dayInZone(now, timeZone)) return "ended";
  return INACTIVE.includes(add_on.status.toUpperCase()) ? "inactive" : "running";
};
