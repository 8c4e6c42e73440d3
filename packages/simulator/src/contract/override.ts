import {
  invertRenames,
  type OperationOverride,
  type Renames,
  renameFields,
} from "@privage-addons/contracts/overrides";
import { METHODS, type OpenApiDocument } from "./document.ts";

type Overrides = Readonly<Record<string, OperationOverride>>;

/** The document with its corrected operations under their real methods and paths. */
export const moveOperations = (document: OpenApiDocument, overrides: Overrides): OpenApiDocument => {
  if (Object.keys(overrides).length === 0) return document;
  const paths: Record<string, Record<string, unknown>> = {};
  const put = (path: string, facts: Readonly<Record<string, unknown>>) => {
    paths[path] = { ...paths[path], ...facts };
  };
  for (const [path, item] of Object.entries(document.paths)) {
    const shared = Object.entries(item).filter(([key]) => !METHODS.some((method) => method === key));
    for (const method of METHODS) {
      const operation = item[method] as { readonly operationId: string } | undefined;
      if (!operation) continue;
      const override = overrides[operation.operationId] ?? {};
      const target = (override.method ?? method).toLowerCase();
      put(override.path ?? path, { ...Object.fromEntries(shared), [target]: operation });
    }
  }
  return { ...document, paths };
};

/** From the wire's names to the contract's. The contract's own name of a renamed field is a stranger there, as in life. */
const namesFromWire = (renames: Renames): Renames => ({
  ...Object.fromEntries(Object.keys(renames).map((name) => [name, `${name} (not its name here)`])),
  ...invertRenames(renames),
});

/** A body as the contract names its fields. */
export const readBodyNames = (body: unknown, renames: Renames | undefined): unknown =>
  renames ? renameFields(body, namesFromWire(renames)) : body;

/** A query as the contract names its parameters. */
export const readQueryNames = (query: URLSearchParams, renames: Renames | undefined): URLSearchParams => {
  if (!renames) return query;
  const names = namesFromWire(renames);
  return new URLSearchParams(
    [...query].map(([name, value]): [string, string] => [
      Object.hasOwn(names, name) ? (names[name] ?? name) : name,
      value,
    ]),
  );
};

/**
 * Renames keys in JSON text as `JSON.stringify` writes it. On text, so that numbers keep the way they are printed. Every
 * string is matched, one after the other, so that a match never starts inside of one; a key is one with a colon behind it.
 */
export const renameInJson = (json: string, renames: Renames): string =>
  json.replaceAll(/"(?:[^"\\]|\\.)*"(:?)/g, (whole, colon: string) => {
    if (colon === "") return whole;
    const key: string = JSON.parse(whole.slice(0, -1));
    return Object.hasOwn(renames, key) ? `${JSON.stringify(renames[key])}:` : whole;
  });
