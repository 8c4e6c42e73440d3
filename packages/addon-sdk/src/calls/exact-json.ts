/**
 * JSON that keeps decimals exact: named fields are read from, and written as, the digits themselves, never by way of a
 * JavaScript number.
 */
import { type DecimalInput, toDecimal } from "../values/decimal.ts";

type Reviver = (
  this: unknown,
  key: string,
  value: unknown,
  context?: { readonly source?: string },
) => unknown;

/** Parses JSON; numbers in `decimalFields` become decimal strings. Throws SyntaxError. */
export const parseExactJson = (text: string, decimalFields: ReadonlySet<string>): unknown => {
  // The third argument is the number's own text (ES2026); older browsers lack it, and there the nearest double is read.
  const revive: Reviver = (key, value, context) =>
    typeof value === "number" && decimalFields.has(key) ? toDecimal(context?.source ?? value) : value;
  return JSON.parse(text, revive);
};

/** Writes a flat object; fields in `decimalFields` are written as numbers, digit for digit. Undefined fields are left out. */
export const writeExactJson = (body: object, decimalFields: ReadonlySet<string>): string => {
  const fields = Object.entries(body)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => {
      const text = decimalFields.has(key) ? toDecimal(value as DecimalInput) : JSON.stringify(value);
      return `${JSON.stringify(key)}:${text}`;
    });
  return `{${fields.join(",")}}`;
};
