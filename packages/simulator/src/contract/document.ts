/** The part of OpenAPI 3.1 the simulators read. The documents are linted and bundled, so references are local. */
export interface Reference {
  readonly $ref: string;
}

export interface Schema {
  readonly type?: string | readonly string[];
  readonly items?: Schema | Reference;
  readonly [keyword: string]: unknown;
}

export interface Parameter {
  readonly name: string;
  readonly in: "query" | "path" | "header" | "cookie";
  readonly required?: boolean;
  readonly schema: Schema | Reference;
}

interface Content {
  readonly schema?: unknown;
}

export interface RequestBody {
  readonly required?: boolean;
  readonly content: Readonly<Record<string, Content>>;
}

export interface Response {
  readonly description: string;
  readonly content?: Readonly<Record<string, Content>>;
}

export interface Operation {
  readonly operationId: string;
  readonly summary?: string;
  readonly security?: readonly Readonly<Record<string, readonly string[]>>[];
  readonly parameters?: readonly (Parameter | Reference)[];
  readonly requestBody?: RequestBody | Reference;
  readonly responses: Readonly<Record<string, Response | Reference>>;
  readonly "x-scope"?: string;
  readonly "x-host"?: string;
  readonly "x-certainty"?: string;
}

type PathItem = Readonly<Record<string, unknown>>;

export interface OpenApiDocument {
  readonly info: { readonly title: string; readonly summary?: string };
  readonly security?: Operation["security"];
  readonly paths: Readonly<Record<string, PathItem>>;
}

const unescapePointer = (segment: string) =>
  decodeURIComponent(segment).replaceAll("~1", "/").replaceAll("~0", "~");

/** Follows local references until something that is none. */
export const resolveLocal = <Target extends object>(
  document: OpenApiDocument,
  value: Target | Reference,
): Target => {
  if (!("$ref" in value)) return value;
  let found: unknown = document;
  for (const segment of String(value.$ref).split("/").slice(1)) {
    found = (found as Record<string, unknown> | undefined)?.[unescapePointer(segment)];
  }
  if (found === undefined) throw new Error(`${value.$ref} leads nowhere in ${document.info.title}.`);
  return resolveLocal(document, found as Target | Reference);
};

export const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** One operation, where it is found. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly operation: Operation;
  /** The operation's own parameters and its path's. */
  readonly parameters: readonly Parameter[];
}

export const endpointsOf = (document: OpenApiDocument): Endpoint[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      // The linter proved the shape; the type only names the part that is read here.
      const operation = item[method] as Operation;
      const shared = (item["parameters"] ?? []) as readonly (Parameter | Reference)[];
      return {
        method: method.toUpperCase(),
        path,
        operation,
        parameters: [...shared, ...(operation.parameters ?? [])].map((parameter) =>
          resolveLocal<Parameter>(document, parameter),
        ),
      };
    }),
  );
