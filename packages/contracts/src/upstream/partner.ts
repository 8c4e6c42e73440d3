/**
 * The MeeD Partner API, as types (`paths`, `components["schemas"]`) and as the table of its operations. Both are generated from
 * `openapi/partner.yaml`; how sure each statement is, is in docs/certainty.md.
 *
 * @example
 * ```ts
 * import { type components, operations } from "@privage-addons/contracts/partner";
 *
 * type Sale = components["schemas"]["Sale"];
 * const route = operations.find(({ operationId }) => operationId === "listSales");
 * ```
 */

export type { components, paths } from "./generated/partner.gen.ts";
export { operations } from "./generated/partner-operations.gen.ts";
