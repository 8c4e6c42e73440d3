/** Windows of whole days, as MeeD's Partner API wants them: `YYYY-MM-DD`, both days inclusive, at most 30 days apart. */
import { AddOnError } from "@privage-addons/contracts";

/** A calendar day, `YYYY-MM-DD`. */
export type Day = string;

export interface DayWindow {
  readonly from: Day;
  readonly to: Day;
}

const DAY_MS = 86_400_000;
const DAY = /^\d{4}-\d\d-\d\d$/;

/** Days since 1970-01-01. Throws INVALID_ARGUMENT. */
const numberOf = (day: Day): number => {
  const ms = DAY.test(day) ? Date.parse(day) : Number.NaN;
  if (new Date(ms || 0).toISOString().slice(0, 10) === day) return ms / DAY_MS;
  throw new AddOnError("INVALID_ARGUMENT", `"${day}" is not a day like 2026-06-14.`);
};

/** The day `days` later, or earlier when negative. */
export const shiftDay = (day: Day, days: number): Day =>
  new Date((numberOf(day) + days) * DAY_MS).toISOString().slice(0, 10);

/** The day it is in UTC. */
export const utcDay = (ms: number): Day => new Date(ms).toISOString().slice(0, 10);

/**
 * The window in pieces of at most `maxDays` days each, latest first, that neither overlap nor leave a gap. Throws
 * INVALID_ARGUMENT when it ends before it begins.
 */
export const splitDays = ({ from, to }: DayWindow, maxDays: number): DayWindow[] => {
  const windows: DayWindow[] = [];
  const first = numberOf(from);
  if (numberOf(to) < first) throw new AddOnError("INVALID_ARGUMENT", "`from` must not be after `to`.");
  for (let last = to; numberOf(last) >= first; ) {
    const start = numberOf(last) - first < maxDays ? from : shiftDay(last, 1 - maxDays);
    windows.push({ from: start, to: last });
    last = shiftDay(start, -1);
  }
  return windows;
};
