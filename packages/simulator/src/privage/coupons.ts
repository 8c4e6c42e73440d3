import type { components } from "@privage-addons/contracts/privage";
import type { Clock } from "../clock/clock.ts";
import { type Answer, json } from "../server/answer.ts";
import type { Coupon, CouponSet } from "./coupon-store.ts";
import { failure } from "./errors.ts";
import type { PrivageHandlers, Session } from "./handlers.ts";
import { pageOf } from "./paging.ts";

const iso = (time: number | null) => (time === null ? null : new Date(time).toISOString());

type CouponHandlers = Pick<
  PrivageHandlers,
  | "giveCoupon"
  | "listGivenCoupons"
  | "voidGivenCoupon"
  | "voidGivenCouponV1"
  | "checkCoupon"
  | "markCouponUsed"
>;

export const createCouponHandlers = (clock: Clock): CouponHandlers => {
  const hasExpired = (set: CouponSet) => set.expiresAt !== null && Date.parse(set.expiresAt) <= clock.now();

  const show = (coupon: Coupon): components["schemas"]["Coupon"] => ({
    coupon_uuid: coupon.uuid,
    code: coupon.code,
    coupon_set_id: coupon.set.id,
    type: coupon.set.type,
    status:
      coupon.status !== "USED" && coupon.status !== "DELETED" && hasExpired(coupon.set)
        ? "EXPIRED"
        : coupon.status,
    member_id: coupon.memberId,
    ref_no: coupon.refNo,
    given_at: iso(coupon.givenAt),
    used_at: iso(coupon.usedAt),
    expires_at: coupon.set.expiresAt,
  });

  const takeBack = ({ params, caller }: { params: { couponUuid: string }; caller: Session }): Answer => {
    const { coupons } = caller.books;
    const coupon = coupons.byUuid(params.couponUuid);
    if (!coupon || coupon.status === "DELETED") return failure(404, "Coupon not found");
    if (coupon.status !== "GIVEN") return failure(409, `Coupon is ${coupon.status}, not GIVEN`);
    coupons.unmarkGiven(coupon);
    const hasPool = coupon.set.type !== "AUTO_GENERATE";
    coupon.status = hasPool ? "PENDING" : "DELETED";
    if (hasPool) Object.assign(coupon, { memberId: null, refNo: null, givenAt: null });
    return json(200, { message: "Coupon voided", coupon_uuid: coupon.uuid, status: coupon.status });
  };

  return {
    giveCoupon: ({ body, caller: { books } }) => {
      const set = books.coupons.setById(body.coupon_set_id);
      if (!set) return failure(404, "Coupon set not found");
      if (books.directory.byId(body.member_id) === undefined) return failure(404, "Member not found");
      if (hasExpired(set)) return failure(409, "Coupon set has expired");
      const coupon =
        set.type === "AUTO_GENERATE"
          ? books.coupons.addCoupon(set)
          : set.coupons.find(({ status }) => status === "PENDING");
      if (!coupon) return failure(409, "No coupons left in this set");
      coupon.status = "GIVEN";
      coupon.memberId = body.member_id;
      coupon.refNo = body.ref_no ?? null;
      coupon.givenAt = clock.now();
      books.coupons.markGiven(coupon);
      return json(201, show(coupon));
    },
    listGivenCoupons: ({ query, caller: { books } }) => {
      const from = query.from === undefined ? -Infinity : Date.parse(query.from);
      const to = query.to === undefined ? Infinity : Date.parse(query.to);
      const rows = books.coupons.given().filter(({ memberId, givenAt }) => {
        const isMembers = query.member_id === undefined || query.member_id === memberId;
        return isMembers && givenAt !== null && givenAt >= from && givenAt < to;
      });
      const latestFirst = (row: number) => rows[rows.length - 1 - row];
      return json(
        200,
        pageOf(query, rows.length, (row) => {
          const coupon = latestFirst(row);
          return coupon && show(coupon);
        }),
      );
    },
    voidGivenCoupon: takeBack,
    voidGivenCouponV1: takeBack,
    checkCoupon: ({ params, caller: { books } }) => {
      const coupon = books.coupons.byCode(params.code);
      return coupon && coupon.status !== "DELETED"
        ? json(200, show(coupon))
        : failure(404, "Coupon not found");
    },
    markCouponUsed: ({ body, caller: { books } }) => {
      const coupon = books.coupons.byCode(body.code);
      if (!coupon || coupon.status === "DELETED") return failure(404, "Coupon not found");
      if (coupon.status === "USED") return failure(409, "Coupon has already been used");
      if (coupon.status === "PENDING") return failure(409, "Coupon has not been given to a member");
      if (hasExpired(coupon.set)) return failure(409, "Coupon has expired");
      coupon.status = "USED";
      coupon.usedAt = clock.now();
      return json(201, show(coupon));
    },
  };
};
