/** MeeD's shapes, from the contract. Money and quantities are decimal strings already. */
import type { components } from "@privage-addons/contracts/partner";

type Schemas = components["schemas"];

export type Sale = Schemas["Sale"];
export type SaleItem = Schemas["SaleItem"];
export type PartnerProduct = Schemas["Product"];
export type InventoryLevel = Schemas["InventoryLevel"];
export type InventoryMovement = Schemas["InventoryMovement"];
export type PurchaseOrder = Schemas["PurchaseOrder"];
export type PurchaseOrderItem = Schemas["PurchaseOrderItem"];
export type Supplier = Schemas["Supplier"];
export type PartnerCustomer = Schemas["Customer"];
export type SalesSummary = Schemas["SalesSummary"]["data"];
export type InventorySummary = Schemas["InventorySummary"]["data"];

/** One page of a list with a cursor. */
export interface CursorPage<T> {
  readonly data: readonly T[];
  readonly pagination: Schemas["Pagination"];
}

export interface CursorQuery {
  /** Opaque; from the page before. */
  readonly cursor?: string;
  /** 1 to 200, 50 when absent. */
  readonly limit?: number;
}
