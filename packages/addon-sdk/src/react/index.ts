export { AddOnProvider, type AddOnProviderProps } from "./add-on-provider.tsx";
export { useAddOn, useAddOnContext, useHost, usePrivage, useSession } from "./hooks.ts";
export {
  useAddPoints,
  useBurnPoints,
  useConnectHaravan,
  useCreateCouponSet,
  useGiveCoupon,
  useMarkCouponUsed,
  useVoidCoupon,
  useVoidTransaction,
} from "./mutations.ts";
export { type AddOnParts, useAddOnParts } from "./parts.ts";
export { type AddOnQueries, useAddOnQueries } from "./queries.ts";
export { createAddOnQueryClient, isSessionEnd } from "./query-client.ts";
export {
  type ResourceOptions,
  useAddOnStatus,
  useCampaigns,
  useConnections,
  useCoupon,
  useCouponHistory,
  useCoupons,
  useCustomers,
  useInventory,
  useInventoryMovements,
  useInventorySummary,
  useProducts,
  useProfile,
  usePurchaseOrderItems,
  usePurchaseOrders,
  useSaleItems,
  useSales,
  useSalesSummary,
  useShop,
  useShopOrders,
  useShopProducts,
  useSuppliers,
  useTransactionPages,
  useTransactions,
} from "./resources.ts";
