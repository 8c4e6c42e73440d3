import { type OpenApiDocument, type Parameter, resolveLocal, type Schema } from "./document.ts";

const INTEGER = /^-?\d{1,30}$/;
const DECIMAL = /^-?\d+(\.\d+)?$/;

const coerceOne = (value: string, schema: Schema): unknown => {
  const types = Array.isArray(schema.type) ? schema.type : [schema.type];
  if (types.includes("integer")) return INTEGER.test(value) ? Number(value) : value;
  if (types.includes("number")) return DECIMAL.test(value) ? Number(value) : value;
  if (types.includes("boolean")) return value === "true" ? true : value === "false" ? false : value;
  return value;
};

/** Turns the text of a parameter into what its schema speaks of; text that does not fit stays text and fails there. */
export const coerceParameter = (
  document: OpenApiDocument,
  parameter: Parameter,
  values: readonly string[],
): unknown => {
  const schema = resolveLocal<Schema>(document, parameter.schema);
  if (schema.type === "array") {
    const items = schema.items ? resolveLocal<Schema>(document, schema.items) : {};
    return values.map((value) => coerceOne(value, items));
  }
  const [only, ...more] = values;
  // `?page=1&page=2` is not an integer for any framework; a list fails the schema and says so.
  return more.length === 0 && only !== undefined ? coerceOne(only, schema) : values;
};
