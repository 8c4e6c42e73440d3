/**
 * Haravan's shapes, from the contract, with two kinds of numbers as exact strings: money, and ids, which are 64-bit.
 */
import type { components } from "@privage-addons/contracts/haravan";
import type { Decimal } from "../values/decimal.ts";

type Schemas = components["schemas"];

type ExactField =
  | "id"
  | "product_id"
  | "variant_id"
  | "assigned_location_id"
  | "price"
  | "compare_at_price"
  | "total_price"
  | "subtotal_price"
  | "total_discounts";

export const EXACT_FIELDS: ReadonlySet<string> = new Set<ExactField>([
  "id",
  "product_id",
  "variant_id",
  "assigned_location_id",
  "price",
  "compare_at_price",
  "total_price",
  "subtotal_price",
  "total_discounts",
]);

type Exact<T> = T extends readonly (infer Item)[]
  ? readonly Exact<Item>[]
  : T extends object
    ? { readonly [K in keyof T]: K extends ExactField ? Decimal | Exclude<T[K], number> : Exact<T[K]> }
    : T;

export type HaravanShop = Exact<Schemas["Shop"]>;
export type HaravanProduct = Exact<Schemas["ProductFields"]>;
export type HaravanOrder = Exact<Schemas["OrderFields"]>;
