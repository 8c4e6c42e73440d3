import type { Movement } from "../data/movements.ts";
import { addDays, dayInZone } from "../i18n/days.ts";

export interface DailyBalance {
  /** `YYYY-MM-DD` in the shop's time zone. */
  readonly day: string;
  readonly balance: string;
}

/**
 * The balance at the end of each day, oldest first, from the first movement to today; a day without movement keeps the
 * balance of the day before. `movements` are latest first.
 */
export const dailyBalances = (
  movements: readonly Movement[],
  timeZone: string,
  now: number,
): readonly DailyBalance[] => {
  const moved = new Map<string, string>();
  for (const { createdAt, balance } of movements.toReversed()) {
    moved.set(dayInZone(Date.parse(createdAt), timeZone), balance);
  }
  const [first] = moved;
  if (!first) return [];
  const days: DailyBalance[] = [];
  let [day, balance] = first;
  for (const today = dayInZone(now, timeZone); day <= today; day = addDays(day, 1)) {
    balance = moved.get(day) ?? balance;
    days.push({ day, balance });
  }
  return days;
};
