import { Big } from "big.js";
import { json } from "../server/answer.ts";
import { invalidQuery, notFound } from "./errors.ts";
import type { PartnerHandlers } from "./handlers.ts";

const Precise = Big();
Precise.DP = 16;

export const reportHandlers: Pick<PartnerHandlers, "getSalesSummary"> = {
  getSalesSummary: ({ query, caller: { store, branchIds } }) => {
    const { from = null, to = null } = query;
    const branch_id = query.branch_id.toLowerCase();
    if (!branchIds.has(branch_id)) return notFound();
    if (from !== null && to !== null && to < from) return invalidQuery("to", "must not be before from");
    const sums = {
      total: new Precise(0),
      subtotal: new Precise(0),
      discount: new Precise(0),
      tax: new Precise(0),
      refunded: new Precise(0),
    };
    let orders = 0;
    for (let index = 0; index < store.sales.size; index += 1) {
      if (store.sales.branchAt(index).id !== branch_id) continue;
      const day = store.sales.dateAt(index);
      if ((from !== null && day < from) || (to !== null && day > to)) continue;
      const sale = store.sales.at(index);
      orders += 1;
      for (const key of ["total", "subtotal", "discount", "tax", "refunded"] as const)
        sums[key] = sums[key].plus(sale[key]);
    }
    return json(200, {
      data: {
        branch_id,
        from,
        to,
        total_orders: orders,
        total_revenue: sums.total.toFixed(),
        total_subtotal: sums.subtotal.toFixed(),
        total_discount: sums.discount.toFixed(),
        total_tax: sums.tax.toFixed(),
        total_service_charge: "0",
        total_refunded: sums.refunded.toFixed(),
        average_order_value: orders === 0 ? "0" : sums.total.div(orders).toFixed(16),
      },
    });
  },
};
