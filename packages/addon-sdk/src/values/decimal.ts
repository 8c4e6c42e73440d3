/**
 * Money and points are decimal strings, such as `"1250.5"`: a JavaScript number would lose digits. Arithmetic is exact,
 * by big.js.
 */
import { AddOnError } from "@privage-addons/contracts";
import Big from "big.js";

/** An exact decimal in plain notation: `"-50"`, `"1250.5"`, `"236.0452830188679245"`. */
export type Decimal = string;

/** What a decimal may be given as. A number must be one that people would write the same way. */
export type DecimalInput = Decimal | number | bigint;

const parse = (value: DecimalInput): Big => {
  try {
    return new Big(typeof value === "bigint" ? value.toString() : value);
  } catch (cause) {
    throw new AddOnError("INVALID_ARGUMENT", `"${value}" is not a decimal number.`, { cause });
  }
};

/** In plain notation, without an exponent or needless zeros. Throws INVALID_ARGUMENT for anything else than a number. */
export const toDecimal = (value: DecimalInput): Decimal => parse(value).toFixed();

/**
 * The sum, `"0"` for none. Throws INVALID_ARGUMENT.
 *
 * @example
 * ```ts
 * import { addDecimals } from "@privage-addons/addon-sdk";
 *
 * addDecimals("0.1", "0.2"); // "0.3"
 * ```
 */
export const addDecimals = (...values: readonly DecimalInput[]): Decimal =>
  values.reduce<Big>((sum, value) => sum.plus(parse(value)), new Big(0)).toFixed();

export const subtractDecimals = (from: DecimalInput, value: DecimalInput): Decimal =>
  parse(from).minus(parse(value)).toFixed();

export const multiplyDecimals = (a: DecimalInput, b: DecimalInput): Decimal =>
  parse(a).times(parse(b)).toFixed();

/** Negative, 0 or positive, like an array's sort wants it. */
export const compareDecimals = (a: DecimalInput, b: DecimalInput): -1 | 0 | 1 => parse(a).cmp(parse(b));

/** Rounds half up to so many decimal places, all of them written: `roundDecimal("2.345", 2)` is `"2.35"`. */
export const roundDecimal = (value: DecimalInput, places: number): Decimal =>
  parse(value).toFixed(places, Big.roundHalfUp);
