/** Privage's shapes as an add-on sees them: those of the contract, with points and money as exact decimal strings. */
import type { components } from "@privage-addons/contracts/privage";
import type { Decimal, DecimalInput } from "../values/decimal.ts";

type Schemas = components["schemas"];
type DecimalField = "points" | "balance" | "value" | "points_required";

/** The fields that hold points or money, by name. */
export const DECIMAL_FIELDS: ReadonlySet<string> = new Set<DecimalField>([
  "points",
  "balance",
  "value",
  "points_required",
]);

type Exact<T> = {
  readonly [K in keyof T]: K extends DecimalField ? Decimal | Exclude<T[K], number> : T[K];
};
/** A request's decimals may be numbers too, and its `ref_no` may be left to the client. */
type Request<T> = {
  readonly [K in keyof Omit<T, "ref_no">]: K extends DecimalField ? DecimalInput : T[K];
} & {
  readonly ref_no?: string;
};

export type AddOnStatus = Schemas["AddOnStatus"];
export type Profile = Exact<Schemas["Profile"]>;
export type Campaign = Exact<Schemas["Campaign"]>;
export type Transaction = Exact<Schemas["Transaction"]>;
export type PointsMoved = Exact<Schemas["PointsMoved"]>;
export type VoidedTransaction = Exact<Schemas["VoidedTransaction"]>;
export type CouponSet = Schemas["CouponSet"];
export type Coupon = Schemas["Coupon"];
export type VoidedCoupon = Schemas["VoidedCoupon"];
export type AddPointsRequest = Request<Schemas["AddPoints"]>;
export type BurnPointsRequest = Request<Schemas["BurnPoints"]>;
export type CreateCouponSetRequest = Schemas["CreateCouponSet"];
export type GiveCouponRequest = Schemas["GiveCoupon"];
export type MarkCouponUsedRequest = Schemas["MarkCouponUsed"];

/** Who: by phone number or by card number, as strings with their leading zeros. */
export type MemberKey =
  | { readonly phone_number: string; readonly card_no?: string }
  | { readonly card_no: string; readonly phone_number?: string };
