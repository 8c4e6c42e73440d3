/**
 * Days and moments of a shop as half-open windows in UTC, as Privage wants them: `from` is inside, `to` is not, both end in
 * `Z`, without milliseconds. A day in Bangkok begins at 17:00:00Z of the day before.
 *
 * Time zones come from the browser's own database (`Intl`), no clock arithmetic by hand: the offset of a local time is the one
 * that `Intl` shows for the moment it yields.
 */
import { AddOnError } from "@privage-addons/contracts";

/**
 * A moment or a day: a `Date`, an ISO 8601 moment with `Z` or an offset, a local date-time, or a local date. Local ones need
 * a time zone.
 */
export type Moment = Date | string;

export interface DateRange {
  /** Inclusive; a day stands for its beginning. */
  readonly from?: Moment | undefined;
  /** Exclusive; a day stands for its beginning, so that the window from one day to the next is one whole day. */
  readonly to?: Moment | undefined;
  /** IANA zone of local values, e.g. `"Asia/Bangkok"`. */
  readonly timeZone?: string | undefined;
}

const ABSOLUTE = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)$/;
const LOCAL = /^(\d{4})-(\d\d)-(\d\d)(?:T(\d\d):(\d\d)(?::(\d\d)(?:\.\d+)?)?)?$/;

/**
 * `{from, to}` for a query string. Throws INVALID_ARGUMENT for a value it cannot read, and for a window that is not one.
 *
 * @example
 * ```ts
 * import { toUtcWindow } from "@privage-addons/addon-sdk";
 *
 * toUtcWindow({ from: "2026-04-17", to: "2026-04-18", timeZone: "Asia/Bangkok" });
 * // { from: "2026-04-16T17:00:00Z", to: "2026-04-17T17:00:00Z" }
 * ```
 */
export const toUtcWindow = ({ from, to, timeZone }: DateRange): { from?: string; to?: string } => {
  const start = from === undefined ? undefined : momentOf(from, timeZone);
  const end = to === undefined ? undefined : momentOf(to, timeZone);
  if (start !== undefined && end !== undefined && start >= end) throw invalid("`from` must be before `to`.");
  return {
    ...(start !== undefined && { from: toUtcSeconds(start) }),
    ...(end !== undefined && { to: toUtcSeconds(end) }),
  };
};

/** `2026-04-17T00:00:00Z`: whole seconds, rounded down. */
export const toUtcSeconds = (ms: number): string => `${new Date(ms).toISOString().slice(0, 19)}Z`;

/** Milliseconds since the Unix epoch. Throws INVALID_ARGUMENT. */
export const momentOf = (value: Moment, timeZone?: string): number => {
  if (value instanceof Date || ABSOLUTE.test(value)) {
    const ms = value instanceof Date ? value.getTime() : Date.parse(value);
    if (!Number.isNaN(ms)) return ms;
  }
  const parts = LOCAL.exec(`${value}`);
  if (!parts) throw invalid(`"${value}" is neither a date nor an ISO 8601 moment.`);
  if (!timeZone) throw invalid(`"${value}" is local: give a timeZone such as "Asia/Bangkok".`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
    .slice(1)
    .map((part) => Number(part ?? 0));
  const asUtc = Date.UTC(year, month - 1, day, hour, minute, second);
  if (new Date(asUtc).toISOString().slice(0, 10) !== `${value}`.slice(0, 10))
    throw invalid(`There is no ${value}.`);
  return resolveLocal(asUtc, timeZone);
};

/**
 * The moment at which clocks in the zone show this local time. A time that is skipped (clocks set forward) counts on from
 * before the gap; of a time that occurs twice it is the first.
 */
const resolveLocal = (asUtc: number, timeZone: string): number => {
  const DAY = 86_400_000;
  const before = asUtc - offsetAt(asUtc - DAY, timeZone);
  const after = asUtc - offsetAt(asUtc + DAY, timeZone);
  const exact = [before, after].filter((moment) => moment + offsetAt(moment, timeZone) === asUtc);
  return exact.length ? Math.min(...exact) : before;
};

const formats = new Map<string, Intl.DateTimeFormat>();

/** How far the zone's clocks are ahead of UTC at a moment, in milliseconds. */
const offsetAt = (ms: number, timeZone: string): number => {
  const fields = Object.fromEntries(
    formatOf(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, Number(value)]),
  );
  const { year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0 } = fields;
  return Date.UTC(year, month - 1, day, hour, minute, second) - Math.floor(ms / 1000) * 1000;
};

const formatOf = (timeZone: string): Intl.DateTimeFormat => {
  const known = formats.get(timeZone);
  if (known) return known;
  try {
    const format = new Intl.DateTimeFormat("en-US-u-ca-iso8601-nu-latn", {
      timeZone,
      hourCycle: "h23",
      year: "numeric",
      month: "numeric",
      day: "numeric",
      hour: "numeric",
      minute: "numeric",
      second: "numeric",
    });
    formats.set(timeZone, format);
    return format;
  } catch (cause) {
    throw invalid(`"${timeZone}" is not a time zone.`, cause);
  }
};

const invalid = (message: string, cause?: unknown) => new AddOnError("INVALID_ARGUMENT", message, { cause });
