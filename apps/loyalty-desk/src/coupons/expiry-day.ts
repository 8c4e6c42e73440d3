/** Choosing the last day of something part by part: there is always a whole day, never half of one. */

import type { DayPart } from "../i18n/calendar-words.ts";
import { addDays } from "../i18n/days.ts";

type Parts = Readonly<Record<DayPart, number>>;

export const partsOf = (day: string): Parts | undefined => {
  const [, year, month, date] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(day) ?? [];
  return date ? { year: Number(year), month: Number(month), day: Number(date) } : undefined;
};

/**
 * The day after somebody chose one of its parts. The other parts stay, the day of the month as far as the month has it;
 * without a day before, it is the first one to come: the next 31st, the end of the next February, the end of 2028.
 */
export const choosePart = (before: string, part: DayPart, chosen: number, today: string): string => {
  const known = partsOf(before);
  if (known) return dayOf({ ...known, [part]: chosen });
  const now = partsOf(today);
  if (!now) return "";
  if (part === "year") return dayOf({ year: chosen, month: 12, day: 31 });
  if (part === "month") {
    const year = chosen < now.month ? now.year + 1 : now.year;
    return dayOf({ year, month: chosen, day: 31 });
  }
  let day = today;
  while (partsOf(day)?.day !== chosen) day = addDays(day, 1);
  return day;
};

const dayOf = ({ year, month, day }: Parts): string => {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return [year, month, Math.min(day, last)].map((figure) => `${figure}`.padStart(2, "0")).join("-");
};
