import type { components } from "@privage-addons/contracts/privage";
import type { Clock } from "../clock/clock.ts";
import { json } from "../server/answer.ts";
import type { CouponSet } from "./coupon-store.ts";
import { failure } from "./errors.ts";
import type { PrivageHandlers } from "./handlers.ts";
import { pageOf } from "./paging.ts";

const show = (set: CouponSet): components["schemas"]["CouponSet"] => ({
  coupon_set_id: set.id,
  name: set.name,
  description: set.description,
  type: set.type,
  total: set.coupons.filter(({ status }) => status !== "DELETED").length,
  available:
    set.type === "AUTO_GENERATE" ? null : set.coupons.filter(({ status }) => status === "PENDING").length,
  expires_at: set.expiresAt,
  created_at: new Date(set.createdAt).toISOString(),
});

export const createCouponSetHandlers = (
  clock: Clock,
): Pick<PrivageHandlers, "listCouponSets" | "createCouponSet"> => ({
  listCouponSets: ({ query, caller: { books } }) => {
    const sets = books.coupons.sets();
    return json(
      200,
      pageOf(query, sets.length, (row) => {
        const set = sets[row];
        return set && show(set);
      }),
    );
  },
  createCouponSet: ({ body, caller: { books } }) => {
    const { coupons } = books;
    const { name, type, description = null, expires_at: expiresAt = null, quantity, codes } = body;
    if (type === "GENERATE" && quantity === undefined)
      return failure(400, ["quantity is required for GENERATE"]);
    if (type === "IMPORT") {
      if (codes === undefined) return failure(400, ["codes is required for IMPORT"]);
      if (new Set(codes).size < codes.length) return failure(400, ["codes must be unique"]);
      if (codes.some(coupons.hasCode)) return failure(409, "A code exists already");
    }
    const set = coupons.createSet({ name, type, description, expiresAt, createdAt: clock.now() });
    if (type === "IMPORT") for (const code of codes ?? []) coupons.addCoupon(set, code);
    if (type === "GENERATE") for (let made = 0; made < (quantity ?? 0); made += 1) coupons.addCoupon(set);
    return json(201, show(set));
  },
});
