import { AddOnError } from "../errors/add-on-error.ts";
import { OPERATIONS } from "./operations.ts";
import {
  type ContractOverrides,
  type OperationOverride,
  type OperationRow,
  PLATFORMS,
  type PlatformName,
} from "./types.ts";

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const refusal = (place: string, rule: string) =>
  new AddOnError("INVALID_ARGUMENT", `Contract overrides, ${place}: ${rule}`);

const parametersOf = (path: string) =>
  [...path.matchAll(/\{(\w+)\}/g)]
    .map(([, name]) => name)
    .toSorted()
    .join();

const METHOD = /^(GET|POST|PUT|PATCH|DELETE)$/;
const PATH = /^\/[^\s?#]*$/;

const checkRenames = (value: unknown, place: string) => {
  const isFine =
    isRecord(value) && Object.values(value).every((name) => typeof name === "string" && name !== "");
  if (!isFine) throw refusal(place, "must map names of the contract to names on the wire, all of them text.");
  const targets = Object.values(value);
  if (new Set(targets).size < targets.length)
    throw refusal(place, "gives two fields the same name on the wire.");
};

const checkOperation = (value: unknown, row: OperationRow, place: string): void => {
  if (!isRecord(value)) throw refusal(place, "must be an object.");
  for (const [key, part] of Object.entries(value)) {
    const here = `${place}.${key}`;
    if (key === "method") {
      if (typeof part !== "string" || !METHOD.test(part))
        throw refusal(here, "must be GET, POST, PUT, PATCH or DELETE.");
    } else if (key === "path") {
      if (typeof part !== "string" || !PATH.test(part))
        throw refusal(here, "must start with / and hold no query.");
      if (parametersOf(part) !== parametersOf(row.path))
        throw refusal(here, `must hold the parameters of ${row.path}.`);
    } else if (key === "query" || key === "request" || key === "response") checkRenames(part, here);
    else throw refusal(here, "is not known; known are method, path, query, request, response.");
  }
};

/** Two operations on one method and path could not be told apart; names of parameters make no difference. */
const checkApart = (operations: Readonly<Record<string, unknown>>, platform: PlatformName): void => {
  const seen = new Map<string, string>();
  for (const { operationId, method, path } of OPERATIONS[platform]) {
    const override = operations[operationId] as OperationOverride | undefined;
    const address = `${override?.method ?? method} ${(override?.path ?? path).replace(/\{\w+\}/g, "{}")}`;
    const other = seen.get(address);
    if (other !== undefined)
      throw refusal(`${platform}.${operationId}`, `has the method and path of ${other}; they must differ.`);
    seen.set(address, operationId);
  }
};

const isPlatform = (name: string): name is PlatformName => PLATFORMS.some((known) => known === name);

/**
 * Reads corrections of the contracts from parsed JSON, the content of an override file.
 *
 * @returns the corrections; throws INVALID_ARGUMENT that names the place and the rule, for an unknown platform or operation,
 * a path without its parameters, or a rename that is none.
 * @example
 * ```ts
 * import { parseOverrides } from "@privage-addons/contracts/overrides";
 *
 * const overrides = parseOverrides({
 *   privage: { exchangeAccessToken: { path: "/v1/auth-connect/exchange", response: { access_token: "accessToken" } } },
 * });
 * ```
 */
export const parseOverrides = (value: unknown): ContractOverrides => {
  if (!isRecord(value)) throw refusal("top level", `must be an object with any of ${PLATFORMS.join(", ")}.`);
  for (const [platform, operations] of Object.entries(value)) {
    if (platform === "$schema" || platform === "$comment") continue;
    if (!isPlatform(platform))
      throw refusal(platform, `is not a platform; those are ${PLATFORMS.join(", ")}.`);
    if (!isRecord(operations)) throw refusal(platform, "must map operation ids to corrections.");
    for (const [operationId, override] of Object.entries(operations)) {
      const row = OPERATIONS[platform].find((one) => one.operationId === operationId);
      const place = `${platform}.${operationId}`;
      if (!row) throw refusal(place, "is not an operation; docs/certainty.md lists them.");
      checkOperation(override, row, place);
    }
    checkApart(operations, platform);
  }
  // Every part was checked right above.
  return value as ContractOverrides;
};
