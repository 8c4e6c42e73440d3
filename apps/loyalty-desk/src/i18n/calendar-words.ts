/** How a reader says a day: the order of its parts, their names, the months and the years of their era. */
export const DAY_PARTS = ["day", "month", "year"] as const;

export type DayPart = (typeof DAY_PARTS)[number];

export interface CalendarWords {
  readonly order: readonly DayPart[];
  readonly names: Readonly<Record<DayPart, string>>;
  /** `month` counts from 1. */
  month(month: number): string;
  /** Of the Gregorian year: `พ.ศ. 2569` in Thai. */
  year(year: number): string;
}

const isDayPart = (type: string): type is DayPart => (DAY_PARTS as readonly string[]).includes(type);

export const calendarWords = (tag: string): CalendarWords => {
  const formatter = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat(tag, {
      ...(tag.startsWith("th") && { calendar: "buddhist" }),
      timeZone: "UTC",
      ...options,
    });
  const [months, years] = [formatter({ month: "long" }), formatter({ year: "numeric" })];
  const fields = new Intl.DisplayNames(tag, { type: "dateTimeField" });
  const named = (part: DayPart) => capital(fields.of(part) ?? part, tag);
  return {
    order: formatter({ day: "numeric", month: "numeric", year: "numeric" })
      .formatToParts(0)
      .map(({ type }) => type)
      .filter(isDayPart),
    names: { day: named("day"), month: named("month"), year: named("year") },
    month: (month) => capital(months.format(Date.UTC(2026, month - 1, 15)), tag),
    year: (year) => years.format(Date.UTC(year, 5, 15)),
  };
};

const capital = (word: string, tag: string) => word.charAt(0).toLocaleUpperCase(tag) + word.slice(1);
