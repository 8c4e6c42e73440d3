/**
 * Shapes of what arrives from the other side, as tables: one rule per field. `shaped` returns a clean copy made of the
 * named fields only, or throws. Nothing is walked that is not asked for, so depth and extra fields cost nothing.
 */

/** A string that matches; a number from 0 to this; whatever the predicate accepts; or an object of its own shape. */
export type Rule = RegExp | number | ((value: unknown) => boolean) | { readonly [field: string]: Rule };

/** One rule for each field of `T`; the name of an optional field ends in `?`. */
export type Shape<T> = {
  readonly [K in keyof T & string as object extends Pick<T, K> ? `${K}?` : K]-?: Rule;
};

/**
 * Makes the error of a misfit. Handed in: the host loads its shapes late, and a chunk that shares no module with the first one
 * leaves that one whole.
 */
export type Refuse = (message: string) => Error;

export const isBoolean = (value: unknown): boolean => typeof value === "boolean";

/** Throws what `refuse` makes of a message that names the field; `at` is the name of the whole, e.g. `"toast"`. */
export const shaped = <T>(shape: Shape<T>, value: unknown, at: string, refuse: Refuse): T => {
  const given: object = Object(value);
  const clean: Record<string, unknown> = {};
  for (const [field, rule] of Object.entries<Rule>(shape)) {
    const key = field.replace("?", "");
    // Own fields only: the prototype chain is nobody's argument.
    const own: unknown = Object.hasOwn(given, key) ? given[key as keyof object] : undefined;
    const name = `${at}.${key}`;
    if (own === undefined && key !== field) continue;
    if (typeof rule === "object" && !(rule instanceof RegExp)) clean[key] = shaped(rule, own, name, refuse);
    else if (isFitting(rule, own)) clean[key] = own;
    else {
      const wanted = typeof rule === "function" ? "" : ` It must fit ${rule}.`;
      throw refuse(`${name} is missing or malformed.${wanted}`);
    }
  }
  // Every field of T has a rule, by the type of the table.
  return clean as T;
};

const isFitting = (rule: RegExp | number | ((value: unknown) => boolean), value: unknown): boolean => {
  if (typeof rule === "number") return typeof value === "number" && value >= 0 && value <= rule;
  return typeof rule === "function" ? rule(value) : typeof value === "string" && rule.test(value);
};
