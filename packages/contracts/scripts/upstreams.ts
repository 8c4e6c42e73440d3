/** The three platforms, in the order people meet them. Each has `openapi/<name>.yaml`. */
export const UPSTREAMS = ["privage", "partner", "haravan"] as const;

/** How sure a statement of a document is. */
export type Certainty = "specified" | "documented" | "observed" | "inferred" | "unknown";

interface Marked {
  readonly "x-certainty"?: Certainty;
  readonly "x-certainty-note"?: string;
  readonly "x-source"?: string;
}

/** What the generators read of an operation; the rest of OpenAPI passes through them untouched. */
export interface DocumentOperation extends Marked {
  readonly operationId: string;
  readonly summary: string;
  readonly "x-scope"?: string;
  readonly "x-host"?: string;
  readonly requestBody?: Marked | Reference;
  readonly responses: Readonly<Record<string, Marked | Reference>>;
}

export interface Reference {
  readonly $ref: string;
}

export interface UpstreamDocument {
  readonly info: { readonly title: string };
  readonly paths: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly components: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const METHODS = ["get", "post", "put", "patch", "delete"] as const;

/** One operation with the method and path it is found under. */
export interface Endpoint {
  readonly method: string;
  readonly path: string;
  readonly operation: DocumentOperation;
}

/** Every operation of a document, in the document's order. */
export const endpointsOf = (document: UpstreamDocument): Endpoint[] =>
  Object.entries(document.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => ({
      method: method.toUpperCase(),
      path,
      // redocly's lint ran over the document before: it is an OpenAPI operation.
      operation: item[method] as DocumentOperation,
    })),
  );

/** Follows one `$ref` inside the document. */
export const resolveReference = (document: UpstreamDocument, value: Marked | Reference): Marked => {
  if (!("$ref" in value)) return value;
  const [, , kind = "", name = ""] = value.$ref.split("/");
  const target = document.components[kind]?.[name];
  if (target === undefined) throw new Error(`${value.$ref} leads nowhere.`);
  return target as Marked;
};
