import { useMemo } from "react";
import { useLocale } from "./use-messages.ts";

export interface Format {
  /** A duration in ms, for people: `"83 ms"`, `"1.2 s"`. */
  duration(ms: number): string;
  /** A moment to the millisecond: `"10:50:12.083"`. */
  clock(at: number): string;
  /** Date and time; in Thai the year is of the Buddhist era. */
  dateTime(at: number): string;
  /** Time left, as minutes and seconds: `"14:32"`. */
  countdown(ms: number): string;
}

/** `Intl` in the chosen language. Moments are ms since the Unix epoch. */
export const useFormat = (): Format => {
  const locale = useLocale();
  return useMemo(() => createFormat(locale), [locale]);
};

const createFormat = (locale: string): Format => {
  const whole = new Intl.NumberFormat(locale, { maximumFractionDigits: 0 });
  const tenths = new Intl.NumberFormat(locale, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const clock = new Intl.DateTimeFormat(locale, {
    hour: "2-digit",
    minute: "2-digit",
    second: "2-digit",
    fractionalSecondDigits: 3,
    hourCycle: "h23",
  });
  const dateTime = new Intl.DateTimeFormat(locale, { dateStyle: "medium", timeStyle: "medium" });
  const twoDigits = new Intl.NumberFormat(locale, { minimumIntegerDigits: 2 });
  return {
    // The symbols of SI are the same in every language, and short enough for a column.
    duration: (ms) => (ms < 1_000 ? `${whole.format(ms)} ms` : `${tenths.format(ms / 1_000)} s`),
    clock: (at) => clock.format(at),
    dateTime: (at) => dateTime.format(at),
    countdown: (ms) => {
      const left = Math.max(0, Math.ceil(ms / 1_000));
      return `${twoDigits.format(Math.floor(left / 60))}:${twoDigits.format(left % 60)}`;
    },
  };
};
