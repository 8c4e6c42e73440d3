/** One hook per resource: `useQuery` with the options of `queries.ts`. For Suspense, see {@link useAddOnQueries}. */
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import type { HaravanQuery } from "../haravan/client.ts";
import type { SalesQuery } from "../partner/client.ts";
import type { CouponHistoryQuery, PageQuery } from "../privage/coupons.ts";
import type { TransactionsQuery } from "../privage/transactions.ts";
import type { MemberKey } from "../privage/types.ts";
import { type AddOnQueries, useAddOnQueries } from "./queries.ts";

/** What a caller may say about fetching. */
export interface ResourceOptions {
  /** False: not yet, e.g. while a form is empty. */
  readonly enabled?: boolean;
  /** How long what was fetched counts as fresh, in milliseconds. */
  readonly staleTime?: number;
  /** Fetches again so often, in milliseconds. */
  readonly refetchInterval?: number;
}

/** Whose session this is: subscription, plan, settings, business. */
export const useAddOnStatus = (options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().status(), ...options });

/** The member with this phone or card number. */
export const useProfile = (member: MemberKey, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().profile(member), ...options });

/** One page of the ledger. */
export const useTransactions = (query: TransactionsQuery = {}, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().transactions(query), ...options });

/** The ledger page by page, with `fetchNextPage`. */
export const useTransactionPages = (
  query: Omit<TransactionsQuery, "page"> = {},
  options: ResourceOptions = {},
) => useInfiniteQuery({ ...useAddOnQueries().transactionPages(query), ...options });

export const useCampaigns = (query: PageQuery = {}, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().campaigns(query), ...options });

/** The coupon sets of the business. */
export const useCoupons = (query: PageQuery = {}, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().couponSets(query), ...options });

/** Coupons that were given, of all members or of one. */
export const useCouponHistory = (query: CouponHistoryQuery = {}, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().couponHistory(query), ...options });

/** One coupon as it is now. */
export const useCoupon = (code: string, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().coupon(code), ...options });

/** What the business is connected to. */
export const useConnections = (options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().connections(), ...options });

/** Sales of the point of sale, page by page, with `fetchNextPage`. */
export const useSales = (query: SalesQuery = {}, options: ResourceOptions = {}) =>
  useInfiniteQuery({ ...useAddOnQueries().sales(query), ...options });

export const useSaleItems = (saleId: string, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().saleItems(saleId), ...options });

export const useSalesSummary = (
  query: Parameters<AddOnQueries["salesSummary"]>[0],
  options: ResourceOptions = {},
) => useQuery({ ...useAddOnQueries().salesSummary(query), ...options });

export const useInventory = (
  query: Parameters<AddOnQueries["inventory"]>[0] = {},
  options: ResourceOptions = {},
) => useQuery({ ...useAddOnQueries().inventory(query), ...options });

/** Movements of stock, page by page, with `fetchNextPage`. */
export const useInventoryMovements = (
  query: Parameters<AddOnQueries["inventoryMovements"]>[0] = {},
  options: ResourceOptions = {},
) => useInfiniteQuery({ ...useAddOnQueries().inventoryMovements(query), ...options });

export const useInventorySummary = (
  query: Parameters<AddOnQueries["inventorySummary"]>[0],
  options: ResourceOptions = {},
) => useQuery({ ...useAddOnQueries().inventorySummary(query), ...options });

/** Products of the point of sale, page by page, with `fetchNextPage`. For the shop's see {@link useShopProducts}. */
export const useProducts = (
  query: Parameters<AddOnQueries["products"]>[0] = {},
  options: ResourceOptions = {},
) => useInfiniteQuery({ ...useAddOnQueries().products(query), ...options });

export const usePurchaseOrders = (
  query: Parameters<AddOnQueries["purchaseOrders"]>[0] = {},
  options: ResourceOptions = {},
) => useInfiniteQuery({ ...useAddOnQueries().purchaseOrders(query), ...options });

export const usePurchaseOrderItems = (orderId: string, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().purchaseOrderItems(orderId), ...options });

export const useSuppliers = (
  query: Parameters<AddOnQueries["suppliers"]>[0] = {},
  options: ResourceOptions = {},
) => useInfiniteQuery({ ...useAddOnQueries().suppliers(query), ...options });

/** Customers of the point of sale; Privage's members are found with {@link useProfile}. */
export const useCustomers = (
  query: Parameters<AddOnQueries["customers"]>[0] = {},
  options: ResourceOptions = {},
) => useInfiniteQuery({ ...useAddOnQueries().customers(query), ...options });

/** The Haravan shop. */
export const useShop = (options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().shop(), ...options });

export const useShopProducts = (query: HaravanQuery = {}, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().shopProducts(query), ...options });

export const useShopOrders = (query: HaravanQuery = {}, options: ResourceOptions = {}) =>
  useQuery({ ...useAddOnQueries().shopOrders(query), ...options });
