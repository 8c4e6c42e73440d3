/**
 * The MeeD point of sale of the session's business, through the BFF, which holds the credentials. Read only.
 *
 * @see https://www.meedeepos.com/developer/18-common-types
 */
import { AddOnError } from "@privage-addons/contracts";
import { type CallOptions, createCaller } from "../calls/caller.ts";
import type { QueryValue } from "../calls/query.ts";
import { type Clock, systemClock } from "../session/clock.ts";
import type { Session } from "../session/session.ts";
import { type Day, shiftDay, splitDays, utcDay } from "../values/day-window.ts";
import type {
  CursorPage,
  CursorQuery,
  InventoryLevel,
  InventoryMovement,
  InventorySummary,
  PartnerCustomer,
  PartnerProduct,
  PurchaseOrder,
  PurchaseOrderItem,
  Sale,
  SaleItem,
  SalesSummary,
  Supplier,
} from "./types.ts";

const LARGEST_LIMIT = 200;
/** Sales are given for the last 30 days, and for 30 days at a time. */
const SALES_DAYS = 30;

export interface PartnerClientOptions {
  /** Where the BFF is; `""` (the add-on's own origin) when absent. */
  readonly bffBaseUrl?: string;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface SalesQuery {
  /** Order date, inclusive; at most 30 days ago. 29 days before `to` when absent. */
  readonly from?: Day;
  /** Order date, inclusive; today (UTC) when absent. */
  readonly to?: Day;
  readonly branch_id?: string | readonly string[];
  readonly status?: string;
}

type Filters<Names extends string> = { readonly [Name in Names]?: string | readonly string[] | boolean };

/** A list with a cursor: page by page, or all of it, fetched `limit` rows at a time (200 when absent) as they are used. */
export interface CursorList<T, Query> {
  list(query?: Query & CursorQuery, options?: CallOptions): Promise<CursorPage<T>>;
  iterate(
    query?: Query & Pick<CursorQuery, "limit">,
    options?: CallOptions,
  ): AsyncGenerator<T, void, undefined>;
}

export interface PartnerClient {
  readonly sales: CursorList<Sale, SalesQuery> & {
    items(saleId: string, options?: CallOptions): Promise<readonly SaleItem[]>;
  };
  readonly products: CursorList<PartnerProduct, Filters<"is_active" | "category_id" | "q">>;
  readonly inventory: CursorList<InventoryLevel, Filters<"branch_id" | "warehouse_id" | "product_sku_id">>;
  readonly inventoryMovements: CursorList<
    InventoryMovement,
    Filters<"branch_id" | "warehouse_id" | "product_sku_id">
  >;
  readonly purchaseOrders: CursorList<
    PurchaseOrder,
    Filters<"from" | "to" | "branch_id" | "status" | "supplier_id">
  > & { items(orderId: string, options?: CallOptions): Promise<readonly PurchaseOrderItem[]> };
  readonly suppliers: CursorList<Supplier, Filters<"status" | "q">>;
  readonly customers: CursorList<PartnerCustomer, Filters<"is_active" | "membership_tier_id" | "q">>;
  readonly reports: {
    /** Both days inclusive; without them over all time. */
    salesSummary(
      query: { readonly branch_id: string; readonly from?: Day; readonly to?: Day },
      options?: CallOptions,
    ): Promise<SalesSummary>;
    inventorySummary(
      query: { readonly warehouse_id: string },
      options?: CallOptions,
    ): Promise<InventorySummary>;
  };
}

/**
 * @example
 * ```ts
 * import { connectToHost, createPartnerClient } from "@privage-addons/addon-sdk";
 *
 * const { session } = await connectToHost();
 * const partner = createPartnerClient(session);
 * for await (const sale of partner.sales.iterate({ from: "2026-06-01", to: "2026-06-14" })) console.info(sale.total);
 * ```
 */
export const createPartnerClient = (
  session: Pick<Session, "fetch">,
  { bffBaseUrl = "", clock = systemClock, random = Math.random }: PartnerClientOptions = {},
): PartnerClient => {
  const caller = createCaller({ session, baseUrl: `${bffBaseUrl}/partner`, clock, random });
  const pageOf = <T>(path: string, query: object, options?: CallOptions) =>
    caller.get<CursorPage<T>>(path, { ...query } as Record<string, QueryValue>, options);
  const dataOf = async <T>(path: string, query: Record<string, QueryValue> = {}, options?: CallOptions) =>
    (await caller.get<{ readonly data: T }>(path, query, options)).data;

  async function* itemsOf<T>(
    path: string,
    query: object,
    options?: CallOptions,
  ): AsyncGenerator<T, void, undefined> {
    let cursor: string | undefined;
    do {
      const { data, pagination } = await pageOf<T>(path, { limit: LARGEST_LIMIT, ...query, cursor }, options);
      yield* data;
      cursor = pagination.has_more ? (pagination.next_cursor ?? undefined) : undefined;
    } while (cursor !== undefined);
  }

  const listOf = <T, Query extends object>(path: string): CursorList<T, Query> => ({
    list: (query, options) => pageOf(path, query ?? {}, options),
    iterate: (query, options) => itemsOf(path, query ?? {}, options),
  });

  /** Both days, always: with only one of them the platform's default for the other may break its own rule. */
  const salesDays = ({ from, to = utcDay(clock.now()) }: SalesQuery) => {
    const earliest = shiftDay(utcDay(clock.now()), -SALES_DAYS);
    const start = from ?? [shiftDay(to, 1 - SALES_DAYS), earliest].sort().at(-1) ?? earliest;
    if (start >= earliest) return { from: start, to };
    throw new AddOnError(
      "INVALID_ARGUMENT",
      `Sales go back to ${earliest}; for earlier ones use the reports.`,
    );
  };

  return {
    sales: {
      list: async (query = {}, options) => pageOf("/sales", { ...query, ...salesDays(query) }, options),
      async *iterate(query = {}, options) {
        for (const days of splitDays(salesDays(query), SALES_DAYS)) {
          yield* itemsOf<Sale>("/sales", { ...query, ...days }, options);
        }
      },
      items: (saleId, options) => dataOf(`/sales/${encodeURIComponent(saleId)}/items`, {}, options),
    },
    products: listOf("/products"),
    inventory: listOf("/inventory"),
    inventoryMovements: listOf("/inventory/movements"),
    purchaseOrders: {
      ...listOf("/purchase-orders"),
      items: (orderId, options) =>
        dataOf(`/purchase-orders/${encodeURIComponent(orderId)}/items`, {}, options),
    },
    suppliers: listOf("/suppliers"),
    customers: listOf("/customers"),
    reports: {
      salesSummary: (query, options) => dataOf("/reports/sales-summary", { ...query }, options),
      inventorySummary: (query, options) => dataOf("/reports/inventory-summary", { ...query }, options),
    },
  };
};
