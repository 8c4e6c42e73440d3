/**
 * The Privage Open API, as types (`paths`, `components["schemas"]`) and as the table of its operations. Both are generated from
 * `openapi/privage.yaml`; how sure each statement is, is in docs/certainty.md.
 *
 * @example
 * ```ts
 * import { type components, operations } from "@privage-addons/contracts/privage";
 *
 * type Profile = components["schemas"]["Profile"];
 * const route = operations.find(({ operationId }) => operationId === "getProfile");
 * ```
 */

export type { components, paths } from "./generated/privage.gen.ts";
export { operations } from "./generated/privage-operations.gen.ts";
