/**
 * The Haravan API, as types (`paths`, `components["schemas"]`) and as the table of its operations. Both are generated from
 * `openapi/haravan.yaml`; how sure each statement is, is in docs/certainty.md.
 *
 * @example
 * ```ts
 * import { type components, operations } from "@privage-addons/contracts/haravan";
 *
 * type Shop = components["schemas"]["Shop"];
 * const route = operations.find(({ operationId }) => operationId === "getShop");
 * ```
 */

export type { components, paths } from "./generated/haravan.gen.ts";
export { operations } from "./generated/haravan-operations.gen.ts";
