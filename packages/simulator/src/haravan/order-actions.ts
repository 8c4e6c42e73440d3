import type { Clock } from "../clock/clock.ts";
import { notFound, unprocessable } from "./errors.ts";
import type { HaravanHandlers } from "./handlers.ts";
import { changeTags } from "./listing.ts";
import type { Order } from "./order-data.ts";
import { findOrder, replaceOrder } from "./orders.ts";
import type { Shop } from "./shops.ts";

type ActionHandlers = Pick<
  HaravanHandlers,
  | "confirmOrder"
  | "closeOrder"
  | "openOrder"
  | "cancelOrder"
  | "assignOrder"
  | "addOrderTags"
  | "removeOrderTags"
>;

const NO_TAG = "tags can't be blank";

/** What can be done to an order; doing what is done already is refused with 422. */
export const createOrderActions = (clock: Clock): ActionHandlers => {
  const act = (shop: Shop, id: number, change: (order: Order, now: string) => Partial<Order> | string) => {
    const order = findOrder(shop, id);
    if (!order) return notFound();
    const now = new Date(clock.now()).toISOString();
    const changes = change(order, now);
    if (typeof changes === "string") return unprocessable({ order: [changes] });
    return replaceOrder(shop, { ...order, ...changes, updated_at: now });
  };
  const isOver = (order: Order) => order.cancelled_at !== null;

  return {
    confirmOrder: ({ params, caller }) =>
      act(caller, params.id, (order, now) => {
        if (isOver(order)) return "has been cancelled";
        return order.confirmed_at === null
          ? { confirmed_at: now, confirmed_status: "confirmed" }
          : "is confirmed already";
      }),
    closeOrder: ({ params, caller }) =>
      act(caller, params.id, (order, now) =>
        order.closed_at === null ? { closed_at: now } : "is closed already",
      ),
    openOrder: ({ params, caller }) =>
      act(caller, params.id, (order) => (order.closed_at === null ? "is open already" : { closed_at: null })),
    cancelOrder: ({ params, body, caller }) =>
      act(caller, params.id, (order, now) =>
        isOver(order)
          ? "has been cancelled already"
          : // The body may be left out.
            {
              cancelled_at: now,
              cancel_reason: (body as { reason?: string } | undefined)?.reason ?? "other",
            },
      ),
    assignOrder: ({ params, body, caller }) =>
      act(caller, params.id, (order) =>
        isOver(order) ? "has been cancelled" : { assigned_location_id: body.location_id },
      ),
    addOrderTags: ({ params, body, caller }) =>
      act(caller, params.id, (order) => changeTags(order, body.tags, "add") ?? NO_TAG),
    removeOrderTags: ({ params, body, caller }) =>
      act(caller, params.id, (order) => changeTags(order, body.tags, "remove") ?? NO_TAG),
  };
};
