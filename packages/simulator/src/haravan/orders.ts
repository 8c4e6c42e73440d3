import type { components } from "@privage-addons/contracts/haravan";
import type { Clock } from "../clock/clock.ts";
import { json } from "../server/answer.ts";
import { notFound, unprocessable } from "./errors.ts";
import type { HaravanHandlers } from "./handlers.ts";
import { isWithin, type ListQuery, matches, onlyFields, pageOf, usualDirection } from "./listing.ts";
import { money } from "./money.ts";
import type { Order } from "./order-data.ts";
import type { Shop } from "./shops.ts";

type OrderWrite = components["schemas"]["OrderWrite"]["order"];

export const showOrder = (order: Order): Order => ({
  ...order,
  total_price: money(order.total_price),
  subtotal_price: money(order.subtotal_price),
  total_discounts: money(order.total_discounts),
  line_items: order.line_items.map((line) => ({ ...line, price: money(line.price) })),
});

export const findOrder = (shop: Shop, id: number): Order | undefined =>
  shop.orders.find((order) => order.id === id);

export const replaceOrder = (shop: Shop, changed: Order) => {
  shop.orders = shop.orders.map((order) => (order.id === changed.id ? changed : order));
  return json(200, { order: showOrder(changed) });
};

interface StatusQuery {
  readonly status?: string;
  readonly financial_status?: string;
  readonly fulfillment_status?: string;
}

const FULFILLMENT: Readonly<Record<string, string | null>> = {
  unshipped: null,
  shipped: "fulfilled",
  partial: "partial",
};

const hasStatus = (order: Order, { status = "any", financial_status, fulfillment_status }: StatusQuery) => {
  const state = order.cancelled_at !== null ? "cancelled" : order.closed_at !== null ? "closed" : "open";
  return (
    (status === "any" || status === state) &&
    (financial_status === undefined || order.financial_status === financial_status) &&
    (fulfillment_status === undefined || order.fulfillment_status === FULFILLMENT[fulfillment_status])
  );
};

const sorted = (
  orders: readonly Order[],
  query: ListQuery & { readonly order?: string },
): readonly Order[] => {
  const [key = "id", direction = usualDirection(query)] = query.order?.split(" ") ?? [];
  const keyOf = (order: Order) =>
    key === "id" ? order.id : Date.parse(key === "updated_at" ? order.updated_at : order.created_at);
  return orders.toSorted((a, b) => (direction === "asc" ? keyOf(a) - keyOf(b) : keyOf(b) - keyOf(a)));
};

type OrderHandlers = Pick<
  HaravanHandlers,
  "listOrders" | "countOrders" | "getOrder" | "createOrder" | "updateOrder"
>;

export const createOrderHandlers = (clock: Clock): OrderHandlers => {
  const now = () => new Date(clock.now()).toISOString();
  const selected = (shop: Shop, query: ListQuery & StatusQuery) =>
    shop.orders.filter((order) => matches(order, query) && hasStatus(order, query));
  const linesOf = (orderId: number, written: OrderWrite): Order["line_items"] =>
    (written.line_items ?? []).map((line, index) => ({
      id: orderId * 10 + index,
      product_id: null,
      variant_id: line.variant_id ?? null,
      title: line.title ?? "",
      sku: null,
      quantity: line.quantity,
      price: line.price ?? 0,
    }));
  const totalOf = (lines: Order["line_items"]) =>
    lines.reduce((sum, line) => sum + line.price * line.quantity, 0);

  return {
    listOrders: ({ query, caller }) => {
      const rows = selected(caller, query).filter((order) =>
        isWithin(order.processed_at, query.processed_at_min, query.processed_at_max),
      );
      const page = pageOf(sorted(rows, query), query);
      return json(200, { orders: page.map((order) => onlyFields(showOrder(order), query.fields)) });
    },
    countOrders: ({ query, caller }) => json(200, { count: selected(caller, query).length }),
    getOrder: ({ params, caller }) => {
      const order = findOrder(caller, params.id);
      return order ? json(200, { order: showOrder(order) }) : notFound();
    },
    createOrder: ({ body, caller }) => {
      const { order: written } = body;
      if (!written.line_items?.length) return unprocessable({ line_items: ["can't be blank"] });
      const id = (caller.orders.at(-1)?.id ?? 1) + 3;
      const line_items = linesOf(id, written);
      const number = String(100_001 + caller.orders.length);
      const order: Order = {
        id,
        name: `#${number}`,
        order_number: number,
        email: written.email ?? null,
        note: written.note ?? null,
        source_name: "api",
        currency: caller.business.currency,
        total_price: totalOf(line_items),
        subtotal_price: totalOf(line_items),
        total_discounts: 0,
        financial_status: "pending",
        fulfillment_status: null,
        confirmed_status: "unconfirmed",
        tags: written.tags ?? null,
        assigned_location_id: null,
        customer: null,
        billing_address: null,
        shipping_address: null,
        line_items,
        created_at: now(),
        updated_at: now(),
        processed_at: now(),
        cancelled_at: null,
        cancel_reason: null,
        closed_at: null,
        confirmed_at: null,
      };
      caller.orders.push(order);
      return json(201, { order: showOrder(order) });
    },
    updateOrder: ({ params, body, caller }) => {
      const order = findOrder(caller, params.id);
      if (!order) return notFound();
      const { line_items: written, ...changes } = body.order;
      if (Object.keys(body.order).length === 0) return unprocessable({ order: ["is empty"] });
      const line_items = written ? linesOf(order.id, body.order) : order.line_items;
      const total = totalOf(line_items);
      return replaceOrder(caller, {
        ...order,
        email: changes.email ?? order.email,
        note: changes.note ?? order.note,
        tags: changes.tags ?? order.tags,
        line_items,
        total_price: total,
        subtotal_price: total,
        updated_at: now(),
      });
    },
  };
};
