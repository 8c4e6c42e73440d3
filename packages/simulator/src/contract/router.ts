import type { Endpoint } from "./document.ts";

export interface RouteMatch {
  readonly endpoint: Endpoint;
  /** Percent-decoded. */
  readonly params: Readonly<Record<string, string>>;
}

export interface Router {
  /** @returns undefined when no operation has this method and path, or a segment is not valid percent-encoding. */
  readonly match: (method: string, path: string) => RouteMatch | undefined;
}

const PARAMETER = /\{(\w+)\}/g;
const SPECIAL = /[.*+?^${}()|[\]\\]/g;

const patternOf = (template: string): RegExp => {
  const parts = template.split(PARAMETER);
  const source = parts
    .map((part, index) => (index % 2 === 1 ? `(?<${part}>[^/]+)` : part.replaceAll(SPECIAL, "\\$&")))
    .join("");
  return new RegExp(`^${source}$`);
};

const decodeAll = (groups: Readonly<Record<string, string>>): Record<string, string> | undefined => {
  try {
    return Object.fromEntries(
      Object.entries(groups).map(([name, value]) => [name, decodeURIComponent(value)]),
    );
  } catch {
    return undefined;
  }
};

/** Matches paths against the templates of a document; fixed paths win over templated ones, as OpenAPI demands. */
export const createRouter = (endpoints: readonly Endpoint[]): Router => {
  const isTemplated = ({ path }: Endpoint) => (path.includes("{") ? 1 : 0);
  const routes = endpoints
    .toSorted((a, b) => isTemplated(a) - isTemplated(b))
    .map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }));
  return {
    match: (method, path) => {
      for (const { endpoint, pattern } of routes) {
        if (endpoint.method !== method) continue;
        const found = pattern.exec(path);
        if (!found) continue;
        const params = decodeAll(found.groups ?? {});
        return params && { endpoint, params };
      }
      return undefined;
    },
  };
};
