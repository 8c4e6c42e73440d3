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
  useInventory,
  useProfile,
  useSaleItems,
  useSales,
  useSalesSummary,
  useShop,
  useShopOrders,
  useShopProducts,
  useTransactionPages,
  useTransactions,
} from "./resources.ts";
