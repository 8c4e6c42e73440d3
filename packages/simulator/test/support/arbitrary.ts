import fc from "fast-check";
import {
  type OpenApiDocument,
  type Reference,
  resolveLocal,
  type Schema,
} from "../../src/contract/document.ts";

type Rules = Schema & {
  readonly properties?: Readonly<Record<string, Schema | Reference>>;
  readonly required?: readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly allOf?: readonly (Schema | Reference)[];
  readonly format?: string;
  readonly pattern?: string;
  readonly minimum?: number;
  readonly maximum?: number;
};

/** Values that break things: other types, empty things, extremes, text that means something to somebody. */
export const nasty: fc.Arbitrary<unknown> = fc.oneof(
  fc.jsonValue({ maxDepth: 3 }),
  fc.constantFrom<unknown>(
    null,
    "",
    " ",
    "0",
    "-1",
    0,
    -0,
    -1,
    0.1 + 0.2,
    1e21,
    -1e308,
    2 ** 53,
    Number.MAX_VALUE,
    1e-7,
    [],
    {},
    [[]],
    true,
    "' OR 1=1 --",
    "../../etc/passwd",
    "%00",
    "\u0000",
    "\ud800",
    "🐘",
    "ก์".repeat(300),
    "constructor",
    "__proto__",
    "toString",
    "9999-12-31T23:59:60Z",
    "0000-01-01T00:00:00Z",
    "2026-02-30",
    "POS-000000001",
    "r-ffffffff",
    "-",
    "Infinity",
    "NaN",
  ),
  fc.string({ unit: "binary", maxLength: 80 }),
);

const textFor = ({ format, pattern }: Rules): fc.Arbitrary<unknown> => {
  if (format === "uuid") return fc.uuid();
  if (format === "date") {
    return fc
      .date({ min: new Date("1900-01-01"), max: new Date("2999-01-01"), noInvalidDate: true })
      .map((day) => day.toISOString().slice(0, 10));
  }
  if (format === "date-time") {
    return fc
      .date({ min: new Date("0001-01-01"), max: new Date("9999-01-01"), noInvalidDate: true })
      .map((day) => day.toISOString());
  }
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.oneof(
    fc.string({ minLength: 1 }),
    fc.constantFrom("001", "0812345678", "100001", "IMPORT", "https://a.example/"),
  );
};

const numberFor = ({ minimum = -1e9, maximum = 1e15 }: Rules, isWhole: boolean): fc.Arbitrary<unknown> => {
  const low = Math.ceil(Math.max(minimum, -1e15));
  const high = Math.floor(Math.min(maximum, 1e15));
  return isWhole
    ? fc.oneof(fc.integer({ min: low, max: Math.min(high, low + 50) }), fc.maxSafeInteger())
    : fc.double({ min: low, max: high, noNaN: true });
};

/** Values that exist on the platform, by the name of the field they go into: without them most calls end in a 404. */
export type Known = Readonly<Record<string, readonly unknown[]>>;

/** A named field: often something that exists, else whatever its schema says. */
export const arbitraryForField = (
  document: OpenApiDocument,
  name: string,
  schema: Schema | Reference,
  known: Known,
): fc.Arbitrary<unknown> => {
  const [first, ...more] = known[name] ?? [];
  const any = arbitraryFor(document, schema, known);
  if (first === undefined) return any;
  return fc.oneof({ arbitrary: fc.constantFrom(first, ...more), weight: 4 }, { arbitrary: any, weight: 1 });
};

/** Values that a schema accepts, more or less, with something nasty in any place now and then. */
export const arbitraryFor = (
  document: OpenApiDocument,
  given: Schema | Reference,
  known: Known,
): fc.Arbitrary<unknown> => {
  const schema = resolveLocal<Rules>(document, given);
  const fitting = (): fc.Arbitrary<unknown> => {
    if (schema.const !== undefined) return fc.constant(schema.const);
    if (schema.enum) return fc.constantFrom(...schema.enum);
    const types = Array.isArray(schema.type) ? schema.type : [schema.type];
    if (types.includes("null")) {
      const others = types.filter((type) => type !== "null");
      return fc.option(arbitraryFor(document, { ...schema, type: others[0] ?? "string" }, known));
    }
    switch (types[0]) {
      case "object": {
        const properties = Object.entries(schema.properties ?? {}).map(
          ([name, part]) => [name, arbitraryForField(document, name, part, known)] as const,
        );
        const model = Object.fromEntries(properties);
        const requiredKeys = (schema.required ?? []).filter((name) => name in model);
        const declared = fc.record(model, { requiredKeys });
        const more = fc.dictionary(fc.string(), nasty, { maxKeys: 2 });
        return fc.tuple(declared, fc.option(more, { freq: 4 })).map(([own, extra]) => ({ ...extra, ...own }));
      }
      case "array":
        return fc.array(arbitraryFor(document, schema.items ?? {}, known), { maxLength: 6 });
      case "integer":
        return numberFor(schema, true);
      case "number":
        return numberFor(schema, false);
      case "boolean":
        return fc.boolean();
      case "string":
        return textFor(schema);
      default:
        return nasty;
    }
  };
  return fc.oneof({ arbitrary: fitting(), weight: 19 }, { arbitrary: nasty, weight: 1 });
};
