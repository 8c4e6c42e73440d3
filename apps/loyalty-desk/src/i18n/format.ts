import type { Locale } from "./locale.ts";

/** A decimal as the wire carries it, e.g. `"236.0452830188679245"`. Never turned into a float on its way to the reader. */
export type Decimal = string;

/** Formats for the reader's language and the shop's time zone. */
export interface Format {
  readonly tag: string;
  readonly timeZone: string;
  /** What stands before the decimals when a person types: "." or ",". */
  readonly decimalSeparator: "." | ",";
  /** A count or points; with at least so many decimals, where figures stand below each other. */
  number(value: number | Decimal, decimals?: number): string;
  /** With a sign, for movements: `+50`, `-50`. */
  signed(value: number | Decimal, decimals?: number): string;
  /** ISO 4217 code beside the amount; exact for decimal strings of any length. */
  money(amount: Decimal | number, currency: string): string;
  /** Short enough for an axis: `12K`. */
  compact(value: number): string;
  /** `22 Nov 2026`; Buddhist era in Thai. Takes ISO 8601 or `YYYY-MM-DD`. */
  date(iso: string): string;
  /** `22 Nov`. */
  dayMonth(iso: string): string;
  dateTime(iso: string): string;
  /** For tables: `22 Nov, 14:05`, with the year only when it is not this one. */
  moment(iso: string): string;
  time(iso: string): string;
  /** `in 3 days`, `2 hours ago`. */
  relative(iso: string, now: number): string;
}

const DATE_ONLY = /^\d{4}-\d{2}-\d{2}$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;
const NOTHING = "–";

/** What `Intl` shows of a decimal if nobody says otherwise. */
const MOST_DECIMALS = 3;

/** How many decimals a column needs, so that its figures line up at the point. */
export const decimalsIn = (values: readonly Decimal[]): number =>
  Math.min(MOST_DECIMALS, Math.max(0, ...values.map((value) => value.split(".")[1]?.length ?? 0)));

const RELATIVE_STEPS: readonly (readonly [Intl.RelativeTimeFormatUnit, number])[] = [
  ["day", 86_400_000],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

export const createFormat = ({ tag, language, timeZone }: Locale): Format => {
  // Node's and Chromium's th-TH already count in the Buddhist era; a bare "th" must as well.
  const calendar = language === "th" ? { calendar: "buddhist" } : {};
  // "25 thg 11" is too long for an axis and a table's first column; people write 25/11.
  const shortDay = { day: "numeric", month: language === "vi" ? "numeric" : "short" } as const;
  const shortMoment = { ...shortDay, hour: "2-digit", minute: "2-digit" } as const;
  const dates = cached(
    (options: Intl.DateTimeFormatOptions) => new Intl.DateTimeFormat(tag, { ...calendar, ...options }),
  );
  const numbers = cached((options: Intl.NumberFormatOptions) => new Intl.NumberFormat(tag, options));

  const number = (value: number | Decimal, options: Intl.NumberFormatOptions = {}) =>
    typeof value === "string" && !DECIMAL.test(value)
      ? NOTHING
      : numbers(options).format(value as number | Intl.StringNumericLiteral);
  const date = (iso: string, options: Intl.DateTimeFormatOptions) => {
    // A calendar day has no zone: shifting it would show the day before or after.
    const isDay = DATE_ONLY.test(iso);
    const at = new Date(isDay ? `${iso}T00:00:00Z` : iso);
    return Number.isNaN(at.getTime())
      ? NOTHING
      : dates({ timeZone: isDay ? "UTC" : timeZone, ...options }).format(at);
  };

  const year = (iso: string) => date(iso, { year: "numeric" });
  const isThisYear = (iso: string) => year(iso) === year(new Date().toISOString());

  return {
    tag,
    timeZone,
    decimalSeparator: number("1.5").includes(",") ? "," : ".",
    number: (value, decimals = 0) => number(value, { minimumFractionDigits: decimals }),
    signed: (value, decimals = 0) =>
      number(value, { signDisplay: "exceptZero", minimumFractionDigits: decimals }),
    money: (amount, currency) =>
      number(amount, { style: "currency", currency, currencyDisplay: "narrowSymbol" }),
    compact: (value) => number(value, { notation: "compact", maximumFractionDigits: 1 }),
    date: (iso) => date(iso, { dateStyle: "medium" }),
    dayMonth: (iso) => date(iso, shortDay),
    dateTime: (iso) => date(iso, { dateStyle: "medium", timeStyle: "short" }),
    moment: (iso) => date(iso, isThisYear(iso) ? shortMoment : { ...shortMoment, year: "2-digit" }),
    time: (iso) => date(iso, { timeStyle: "short" }),
    relative: (iso, now) => {
      const distance = Date.parse(iso) - now;
      if (Number.isNaN(distance)) return NOTHING;
      const [unit, size] =
        RELATIVE_STEPS.find(([, ms]) => Math.abs(distance) >= ms) ?? (["minute", 60_000] as const);
      return new Intl.RelativeTimeFormat(tag, { numeric: "auto" }).format(Math.round(distance / size), unit);
    },
  };
};

/** `Intl` objects are slow to build and a table needs hundreds of them. */
const cached = <Options extends object, Built>(build: (options: Options) => Built) => {
  const built = new Map<string, Built>();
  return (options: Options): Built => {
    const key = JSON.stringify(options);
    const known = built.get(key);
    if (known !== undefined) return known;
    const made = build(options);
    built.set(key, made);
    return made;
  };
};
