export type { CallOptions } from "./calls/caller.ts";
export type { Page } from "./calls/pages.ts";
export type { AddOn } from "./connect/add-on.ts";
export { type ConnectOptions, connectToHost } from "./connect/connect-to-host.ts";
export { readHostOrigins } from "./connect/host-origins.ts";
export { startAddOn } from "./connect/start-add-on.ts";
export {
  type Connection,
  type ConnectionsClient,
  type ConnectionsClientOptions,
  createConnectionsClient,
  shopNameOf,
} from "./connections/client.ts";
export {
  createHaravanClient,
  type HaravanClient,
  type HaravanClientOptions,
  type HaravanList,
  type HaravanQuery,
} from "./haravan/client.ts";
export type { HaravanOrder, HaravanProduct, HaravanShop } from "./haravan/types.ts";
export { type FollowedRouter, followHistory, followRouter, type HistoryWindow } from "./host/deep-links.ts";
export type { Host } from "./host/host-services.ts";
export {
  type CursorList,
  createPartnerClient,
  type PartnerClient,
  type PartnerClientOptions,
  type SalesQuery,
} from "./partner/client.ts";
export type * from "./partner/types.ts";
export {
  createPrivageAuthClient,
  type PrivageAuthClient,
  type PrivageAuthOptions,
} from "./privage/auth-client.ts";
export { createPrivageClient, type PrivageClient } from "./privage/client.ts";
export type { CouponHistoryQuery, CouponsClient, PageQuery } from "./privage/coupons.ts";
export type { ConfirmedBy, Once } from "./privage/exactly-once.ts";
export type { PrivageClientOptions } from "./privage/parts.ts";
export type { PointsClient } from "./privage/points.ts";
export type { TransactionsClient, TransactionsQuery } from "./privage/transactions.ts";
export type * from "./privage/types.ts";
export { createPrivageV1Client, type PrivageV1Client } from "./privage/v1-client.ts";
export type { SessionRequest } from "./session/authorized-fetch.ts";
export type { Session } from "./session/session.ts";
export type { SessionState, SessionStatus, TokenTimes, Trouble } from "./session/session-state.ts";
export type { ReadableStore } from "./store.ts";
export { type DateRange, type Moment, toUtcWindow } from "./values/date-window.ts";
export type { Day, DayWindow } from "./values/day-window.ts";
export {
  addDecimals,
  compareDecimals,
  type Decimal,
  type DecimalInput,
  multiplyDecimals,
  roundDecimal,
  subtractDecimals,
  toDecimal,
} from "./values/decimal.ts";
export { createRefNos, type RefNoOptions } from "./values/ref-no.ts";
