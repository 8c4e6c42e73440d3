import { Ajv2020, type ErrorObject, type ValidateFunction } from "ajv/dist/2020.js";
import addFormatsModule from "ajv-formats";
import { coerceParameter } from "./coerce.ts";
import {
  type Endpoint,
  type OpenApiDocument,
  type RequestBody,
  type Response,
  resolveLocal,
} from "./document.ts";

// ajv-formats is CommonJS with a default export; which of the two Node hands over depends on the loader.
const addFormats = ("default" in addFormatsModule ? addFormatsModule.default : addFormatsModule) as (
  ajv: Ajv2020,
) => void;

/** A rule of the document that a request or an answer breaks. */
export interface Violation {
  /** Dotted path inside the query or body; empty when it is the whole. */
  readonly field: string;
  readonly message: string;
  /** The JSON Schema keyword that failed, with its limit when it has one. */
  readonly keyword: string;
  readonly limit?: number | string;
}

export interface Validator {
  readonly query: (endpoint: Endpoint, query: URLSearchParams) => Checked;
  readonly params: (endpoint: Endpoint, params: Readonly<Record<string, string>>) => Checked;
  readonly body: (endpoint: Endpoint, mediaType: string, body: unknown) => readonly Violation[];
  /** Checks an answer of ours: its status must be documented, and its body must fit. */
  readonly answer: (
    endpoint: Endpoint,
    status: number,
    mediaType: string,
    text: string,
  ) => readonly Violation[];
}

interface Checked {
  readonly value: Readonly<Record<string, unknown>>;
  readonly violations: readonly Violation[];
}

const violationOf = (error: ErrorObject): Violation => {
  const at = error.instancePath.slice(1).replaceAll("/", ".");
  const missing = error.keyword === "required" ? String(error.params["missingProperty"]) : "";
  const limit = error.params["limit"];
  return {
    field: [at, missing].filter((part) => part !== "").join("."),
    message: missing ? "should not be empty" : (error.message ?? "is not valid"),
    keyword: error.keyword,
    ...((typeof limit === "number" || typeof limit === "string") && { limit }),
  };
};

const lazily = <Key, Value>(make: (key: Key) => Value) => {
  const made = new Map<Key, Value>();
  return (key: Key): Value => {
    const known = made.get(key);
    if (known !== undefined) return known;
    const value = make(key);
    made.set(key, value);
    return value;
  };
};

/** Validates against the schemas of one document. Validators are compiled on their first use: start-up stays short. */
export const createValidator = (document: OpenApiDocument): Validator => {
  const ajv = new Ajv2020({ strict: false, allErrors: true, validateFormats: true });
  addFormats(ajv);
  ajv.addSchema(document, "document");
  // Schemas point into the document with `#/components/…`; here they stand outside of it.
  const compile = lazily((schema: object): ValidateFunction => {
    const rebased = JSON.stringify(schema).replaceAll('"$ref":"#/', '"$ref":"document#/');
    return ajv.compile(JSON.parse(rebased));
  });
  const run = (schema: object, value: unknown): readonly Violation[] => {
    const validate = compile(schema);
    return validate(value) ? [] : (validate.errors ?? []).map(violationOf);
  };

  const parametersSchema = (place: "query" | "path") =>
    lazily((endpoint: Endpoint) => {
      const wanted = endpoint.parameters.filter((parameter) => parameter.in === place);
      return {
        type: "object",
        required: wanted.filter(({ required }) => required).map(({ name }) => name),
        properties: Object.fromEntries(wanted.map(({ name, schema }) => [name, schema])),
      };
    });
  const schemaOf = { query: parametersSchema("query"), path: parametersSchema("path") };

  const check = (
    endpoint: Endpoint,
    place: "query" | "path",
    valuesOf: (name: string) => readonly string[],
  ): Checked => {
    const value: Record<string, unknown> = {};
    for (const parameter of endpoint.parameters) {
      const values = parameter.in === place ? valuesOf(parameter.name) : [];
      if (values.length > 0) value[parameter.name] = coerceParameter(document, parameter, values);
    }
    return { value, violations: run(schemaOf[place](endpoint), value) };
  };

  return {
    query: (endpoint, query) => check(endpoint, "query", (name) => query.getAll(name)),
    params: (endpoint, params) =>
      check(endpoint, "path", (name) => (params[name] === undefined ? [] : [params[name]])),
    body: (endpoint, mediaType, body) => {
      const { requestBody } = endpoint.operation;
      if (!requestBody) return [];
      const { content, required } = resolveLocal<RequestBody>(document, requestBody);
      if (body === undefined) {
        return required ? [{ field: "", message: "a body is required", keyword: "required" }] : [];
      }
      const schema = content[mediaType]?.schema;
      return typeof schema === "object" && schema ? run(schema, body) : [];
    },
    answer: (endpoint, status, mediaType, text) => {
      const declared = endpoint.operation.responses[String(status)];
      if (!declared) return [{ field: "", message: `status ${status} is not documented`, keyword: "status" }];
      const { content } = resolveLocal<Response>(document, declared);
      if (!content) {
        return text === "" ? [] : [{ field: "", message: "a body is not documented", keyword: "content" }];
      }
      const schema = content[mediaType]?.schema;
      if (schema === undefined) {
        return [
          { field: "", message: `media type ${mediaType || "(none)"} is not documented`, keyword: "content" },
        ];
      }
      const value: unknown = mediaType === "application/json" ? JSON.parse(text) : text;
      return typeof schema === "object" && schema ? run(schema, value) : [];
    },
  };
};
