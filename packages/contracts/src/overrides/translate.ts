import { OPERATIONS } from "./operations.ts";
import { invertRenames, renameFields } from "./rename.ts";
import type { ContractOverrides, PlatformName, Renames } from "./types.ts";

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

/** Prepares the corrections of one platform for use on every call. */
export const createTranslator = (platform: PlatformName, overrides: ContractOverrides): Translator => {
  const routes = Object.entries(overrides[platform] ?? {}).flatMap(([operationId, override]) => {
    const row = OPERATIONS[platform].find((one) => one.operationId === operationId);
    if (!row) return [];
    const { method = row.method, path = row.path, query = {}, request = {}, response = {} } = override;
    const back = invertRenames(response);
    return [{ row, pattern: patternOf(row.path), method, path, query, request, response, back }];
  });
  // A fixed path wins over one with parameters, as in OpenAPI.
  routes.sort((a, b) => Number(a.row.path.includes("{")) - Number(b.row.path.includes("{")));

  return (method, pathAndQuery) => {
    const cut = pathAndQuery.indexOf("?");
    const path = cut === -1 ? pathAndQuery : pathAndQuery.slice(0, cut);
    for (const route of routes) {
      const found = route.row.method === method ? route.pattern.exec(path) : null;
      if (!found) continue;
      const wirePath = route.path.replaceAll(/\{(\w+)\}/g, (_, name: string) => found.groups?.[name] ?? "");
      return {
        operationId: route.row.operationId,
        method: route.method,
        path: cut === -1 ? wirePath : `${wirePath}?${renameQuery(pathAndQuery.slice(cut + 1), route.query)}`,
        renamesRequest: Object.keys(route.request).length > 0,
        renamesResponse: Object.keys(route.response).length > 0,
        request: (body) => renameFields(body, route.request),
        response: (body) => renameFields(body, route.back),
      };
    }
    return undefined;
  };
};
