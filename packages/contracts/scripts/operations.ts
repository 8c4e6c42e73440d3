import { endpointsOf, type UpstreamDocument } from "./upstreams.ts";

/**
 * The operations of a document as a module: a constant table, small enough for a browser, with what a caller needs to
 * route a call (`scope` and `host` only where the document has them).
 */
export const operationsModule = (document: UpstreamDocument): string => {
  const rows = endpointsOf(document).map(({ method, path, operation }) => {
    const row: Record<string, string> = { operationId: operation.operationId, method, path };
    if (operation["x-scope"]) row["scope"] = operation["x-scope"];
    if (operation["x-host"]) row["host"] = operation["x-host"];
    const fields = Object.entries(row).map(([key, value]) => `${key}: ${JSON.stringify(value)}`);
    return `  { ${fields.join(", ")} },\n`;
  });
  return `export const operations = [\n${rows.join("")}] as const;\n`;
};
