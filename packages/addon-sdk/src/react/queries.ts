/**
 * Every resource as TanStack Query options: for `useQuery`, `useSuspenseQuery`, prefetching and invalidation alike. Keys
 * begin with the business and the user, so that nobody sees what was fetched for somebody else.
 */
import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { useMemo } from "react";
import type { HaravanQuery } from "../haravan/client.ts";
import type { CursorList, SalesQuery } from "../partner/client.ts";
import type { Sale } from "../partner/types.ts";
import type { CouponHistoryQuery, PageQuery } from "../privage/coupons.ts";
import type { TransactionsQuery } from "../privage/transactions.ts";
import type { MemberKey } from "../privage/types.ts";
import { useAddOnContext } from "./hooks.ts";
import { type AddOnParts, useAddOnParts } from "./parts.ts";

export interface QueryScope {
  readonly business: string;
  readonly user: string;
}

export type AddOnQueries = ReturnType<typeof createQueries>;

export const createQueries = (parts: AddOnParts, { business, user }: QueryScope) => {
  const { privage, partner, haravan, connections } = parts;
  const all = ["privage-add-on", business, user] as const;

  /** A list of the point of sale, page by page. */
  const pagesOf =
    <T, Query extends object>(name: string, { list }: Pick<CursorList<T, Query>, "list">) =>
    (query?: Query) =>
      infiniteQueryOptions({
        queryKey: [...all, name, query ?? {}],
        // A query with a cursor is what `list` takes; TypeScript cannot see that through the type variable.
        queryFn: ({ pageParam: cursor, signal }) =>
          list({ ...query, ...(cursor && { cursor }) } as Parameters<typeof list>[0], { signal }),
        initialPageParam: "",
        getNextPageParam: ({ pagination }) => (pagination.has_more ? pagination.next_cursor : undefined),
      });

  return {
    /** Begins the keys of all queries of this business and user. */
    all,
    status: () =>
      queryOptions({ queryKey: [...all, "status"], queryFn: ({ signal }) => privage.status({ signal }) }),
    profiles: () => [...all, "profile"] as const,
    profile: (member: MemberKey) =>
      queryOptions({
        queryKey: [...all, "profile", member],
        queryFn: ({ signal }) => privage.profile.get(member, { signal }),
      }),
    allTransactions: () => [...all, "transactions"] as const,
    transactions: (query: TransactionsQuery = {}) =>
      queryOptions({
        queryKey: [...all, "transactions", query],
        queryFn: ({ signal }) => privage.transactions.list(query, { signal }),
      }),
    transactionPages: ({ size = 100, ...query }: Omit<TransactionsQuery, "page"> = {}) =>
      infiniteQueryOptions({
        queryKey: [...all, "transactions", "pages", { size, ...query }],
        queryFn: ({ pageParam, signal }) =>
          privage.transactions.list({ ...query, size, page: pageParam }, { signal }),
        initialPageParam: 1,
        getNextPageParam: ({ data, page }) => (data.length < size ? undefined : page + 1),
      }),
    campaigns: (query: PageQuery = {}) =>
      queryOptions({
        queryKey: [...all, "campaigns", query],
        queryFn: ({ signal }) => privage.campaigns.list(query, { signal }),
      }),
    coupons: () => [...all, "coupons"] as const,
    couponSets: (query: PageQuery = {}) =>
      queryOptions({
        queryKey: [...all, "coupons", "sets", query],
        queryFn: ({ signal }) => privage.coupons.listSets(query, { signal }),
      }),
    couponHistory: (query: CouponHistoryQuery = {}) =>
      queryOptions({
        queryKey: [...all, "coupons", "history", query],
        queryFn: ({ signal }) => privage.coupons.history(query, { signal }),
      }),
    coupon: (code: string) =>
      queryOptions({
        queryKey: [...all, "coupons", "code", code],
        queryFn: ({ signal }) => privage.coupons.check(code, { signal }),
      }),
    connections: () =>
      queryOptions({
        queryKey: [...all, "connections"],
        queryFn: ({ signal }) => connections.list({ signal }),
      }),
    sales: pagesOf<Sale, SalesQuery>("sales", partner.sales),
    saleItems: (saleId: string) =>
      queryOptions({
        queryKey: [...all, "sales", "items", saleId],
        queryFn: ({ signal }) => partner.sales.items(saleId, { signal }),
      }),
    salesSummary: (query: Parameters<typeof partner.reports.salesSummary>[0]) =>
      queryOptions({
        queryKey: [...all, "sales-summary", query],
        queryFn: ({ signal }) => partner.reports.salesSummary(query, { signal }),
      }),
    inventory: (query: Parameters<typeof partner.inventory.list>[0] = {}) =>
      queryOptions({
        queryKey: [...all, "inventory", query],
        queryFn: ({ signal }) => partner.inventory.list(query, { signal }),
      }),
    inventoryMovements: pagesOf("inventory-movements", partner.inventoryMovements),
    inventorySummary: (query: Parameters<typeof partner.reports.inventorySummary>[0]) =>
      queryOptions({
        queryKey: [...all, "inventory-summary", query],
        queryFn: ({ signal }) => partner.reports.inventorySummary(query, { signal }),
      }),
    products: pagesOf("products", partner.products),
    purchaseOrders: pagesOf("purchase-orders", partner.purchaseOrders),
    purchaseOrderItems: (orderId: string) =>
      queryOptions({
        queryKey: [...all, "purchase-orders", "items", orderId],
        queryFn: ({ signal }) => partner.purchaseOrders.items(orderId, { signal }),
      }),
    suppliers: pagesOf("suppliers", partner.suppliers),
    customers: pagesOf("customers", partner.customers),
    shop: () =>
      queryOptions({ queryKey: [...all, "shop"], queryFn: ({ signal }) => haravan.shop({ signal }) }),
    shopProducts: (query: HaravanQuery = {}) =>
      queryOptions({
        queryKey: [...all, "shop", "products", query],
        queryFn: ({ signal }) => haravan.products.list(query, { signal }),
      }),
    shopOrders: (query: HaravanQuery = {}) =>
      queryOptions({
        queryKey: [...all, "shop", "orders", query],
        queryFn: ({ signal }) => haravan.orders.list(query, { signal }),
      }),
  };
};

/**
 * The options of every query, for the business and user of now.
 *
 * @example
 * ```tsx
 * import { useAddOnQueries } from "@privage-addons/addon-sdk/react";
 * import { useSuspenseQuery } from "@tanstack/react-query";
 *
 * const Points = () => <b>{useSuspenseQuery(useAddOnQueries().profile({ card_no: "001" })).data.points}</b>;
 * ```
 */
export const useAddOnQueries = (): AddOnQueries => {
  const parts = useAddOnParts();
  const business = useAddOnContext((context) => context.business.code);
  const user = useAddOnContext((context) => context.user.id);
  return useMemo(() => createQueries(parts, { business, user }), [parts, business, user]);
};
