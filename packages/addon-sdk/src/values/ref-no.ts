/**
 * `ref_no`: the name under which a write can be found again. Sortable by time (a ULID: 48 bits of milliseconds, 80 random
 * bits, Crockford's base 32) and unique also when several are made in one millisecond, by one page or by many.
 *
 * @see https://github.com/ulid/spec
 */
import { AddOnError } from "@privage-addons/contracts";

const DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const TIME_LENGTH = 10;
const RANDOM_LENGTH = 16;
const PREFIX = /^[\w-]{0,32}$/;

export interface RefNoOptions {
  /** Stands before each number, e.g. `"DESK-"`; letters, digits, `_` and `-`, 32 at most. */
  readonly prefix?: string;
  readonly now?: () => number;
  /** So many random integers from 0 to 31. */
  readonly randomDigits?: (count: number) => readonly number[];
}

/**
 * Makes a generator; its numbers sort in the order in which they were made. Throws INVALID_ARGUMENT for a bad prefix.
 *
 * @example
 * ```ts
 * import { createRefNos } from "@privage-addons/addon-sdk";
 *
 * const nextRefNo = createRefNos({ prefix: "DESK-" });
 * const ref_no = nextRefNo(); // "DESK-01KPD…", kept before the write, so that it can be found again
 * ```
 */
export const createRefNos = (options: RefNoOptions = {}): (() => string) => {
  const { prefix = "", now = Date.now, randomDigits = secureDigits } = options;
  if (!PREFIX.test(prefix))
    throw new AddOnError("INVALID_ARGUMENT", "A ref_no prefix has letters, digits, _ and -.");
  let lastTime = 0;
  let last: number[] = [];

  return () => {
    // Some clocks tell fractions.
    const time = Math.max(Math.floor(now()), lastTime);
    last = time === lastTime ? increment(last) : [...randomDigits(RANDOM_LENGTH)];
    lastTime = time;
    return prefix + digitsOf(time) + last.map((digit) => DIGITS[digit]).join("");
  };
};

const digitsOf = (time: number): string => {
  let text = "";
  for (let rest = time; text.length < TIME_LENGTH; rest = Math.floor(rest / 32))
    text = DIGITS[rest % 32] + text;
  return text;
};

/** The next number; it wraps after 32^16 of one millisecond. */
const increment = (digits: readonly number[]): number[] => {
  const next = [...digits];
  for (let place = next.length - 1; place >= 0; place--) {
    const digit = ((next[place] ?? 0) + 1) % 32;
    next[place] = digit;
    if (digit) break;
  }
  return next;
};

const secureDigits = (count: number): number[] =>
  [...crypto.getRandomValues(new Uint8Array(count))].map((byte) => byte % 32);
