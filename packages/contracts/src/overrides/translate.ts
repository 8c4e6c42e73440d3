import { OPERATIONS } from "./operations.ts";
import { invertRenames, renameFields } from "./rename.ts";
import type { ContractOverrides, OperationOverride, OperationRow, PlatformName, Renames } from "./types.ts";

/** How one call, written by the contract, is really made. */
export interface Translation {
  readonly operationId: string;
  readonly method: string;
  /** With the query. */
  readonly path: string;
  /** Whether the body has fields to rename; a body that has none may be streamed. */
  readonly renamesRequest: boolean;
  readonly renamesResponse: boolean;
  /** From the contract's names to the wire's. */
  readonly request: (body: unknown) => unknown;
  /** From the wire's names to the contract's. */
  readonly response: (body: unknown) => unknown;
}

/** @returns undefined for a call that no correction concerns. */
export type Translator = (method: string, pathAndQuery: string) => Translation | undefined;

const SPECIAL = /[.*+?^$()|[\]\\]/g;

const patternOf = (template: string) =>
  new RegExp(`^${template.replaceAll(SPECIAL, "\\$&").replaceAll(/\{(\w+)\}/g, "(?<$1>[^/]+)")}$`);

/** A name that is not valid percent-encoding stays as it is: the platform shall refuse it, not we. */
const decode = (text: string) => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const renameQuery = (query: string, renames: Renames): string =>
  query
    .split("&")
    .map((pair) => {
      const [name = "", ...value] = pair.split("=");
      const plain = decode(name);
      const wire = Object.hasOwn(renames, plain) ? encodeURIComponent(renames[plain] ?? plain) : name;
      return [wire, ...value].join("=");
    })
    .join("&");

const correctionOf = (row: OperationRow, corrections: Readonly<Record<string, OperationOverride>>) => {
  const override = corrections[row.operationId];
  if (!override) return undefined;
  const { method = row.method, path = row.path, query = {}, request = {}, response = {} } = override;
  return { method, path, query, request, back: invertRenames(response) };
};

/** Prepares the corrections of one platform for use on every call. */
export const createTranslator = (platform: PlatformName, overrides: ContractOverrides): Translator => {
  const corrections = overrides[platform] ?? {};
  if (Object.keys(corrections).length === 0) return () => undefined;
  // Every operation, corrected or not: a fixed path wins over one with parameters, as in OpenAPI.
  const routes = OPERATIONS[platform]
    .toSorted((a, b) => Number(a.path.includes("{")) - Number(b.path.includes("{")))
    .map((row) => ({ row, pattern: patternOf(row.path), correction: correctionOf(row, corrections) }));

  return (method, pathAndQuery) => {
    const cut = pathAndQuery.indexOf("?");
    const path = cut === -1 ? pathAndQuery : pathAndQuery.slice(0, cut);
    for (const { row, pattern, correction } of routes) {
      const found = row.method === method ? pattern.exec(path) : null;
      if (!found) continue;
      if (!correction) return undefined;
      const { query, request, back } = correction;
      const wirePath = correction.path.replaceAll(
        /\{(\w+)\}/g,
        (_, name: string) => found.groups?.[name] ?? "",
      );
      return {
        operationId: row.operationId,
        method: correction.method,
        path: cut === -1 ? wirePath : `${wirePath}?${renameQuery(pathAndQuery.slice(cut + 1), query)}`,
        renamesRequest: Object.keys(request).length > 0,
        renamesResponse: Object.keys(back).length > 0,
        request: (body) => renameFields(body, request),
        response: (body) => renameFields(body, back),
      };
    }
    return undefined;
  };
};
