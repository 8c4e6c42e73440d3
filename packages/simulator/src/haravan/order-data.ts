import type { components } from "@privage-addons/contracts/haravan";
import type { Business } from "../data/businesses.ts";
import { type Hash, pick } from "../data/hash.ts";
import type { Product } from "./product-data.ts";

export type Order = components["schemas"]["Order"] & Required<components["schemas"]["OrderFields"]>;

const HOUR_MS = 3600 * 1000;
const FIRST_ID = 1_340_000_001;
const STREAM = { gap: 101, customer: 102, first: 103, last: 104, line: 105, state: 106 } as const;

/** Latest last: ids and times ascend together. */
export const seedOrders = (
  business: Business,
  hash: Hash,
  startsAt: number,
  products: readonly Product[],
  count: number,
): Order[] =>
  Array.from({ length: count }, (_, index): Order => {
    const id = FIRST_ID + index * 3;
    const created = startsAt - (count - index) * 5 * HOUR_MS - (hash(STREAM.gap, index) % HOUR_MS);
    const created_at = new Date(created).toISOString();
    const product = products[hash(STREAM.line, index) % products.length];
    const variant = product?.variants[0];
    const quantity = 1 + (hash(STREAM.line, index) % 3);
    const price = variant?.price ?? 0;
    const state = hash(STREAM.state, index) % 10;
    const isCounterSale = hash(STREAM.customer, index) % 3 === 0;
    const first_name = pick(business.firstNames, hash(STREAM.first, index));
    const last_name = pick(business.lastNames, hash(STREAM.last, index));
    const phone = `${business.phonePrefix}${String(hash(STREAM.customer, index) % 100_000_000).padStart(8, "0")}`;
    const later = (hours: number) => new Date(created + hours * HOUR_MS).toISOString();
    return {
      id,
      name: `#${100_001 + index}`,
      order_number: String(100_001 + index),
      email: isCounterSale ? null : `khach${index}@example.com`,
      note: null,
      source_name: isCounterSale ? "pos" : "web",
      currency: business.currency,
      total_price: price * quantity,
      subtotal_price: price * quantity,
      total_discounts: 0,
      financial_status: state < 2 ? "pending" : state === 9 ? "refunded" : "paid",
      fulfillment_status: state < 4 ? null : "fulfilled",
      confirmed_status: state < 1 ? "unconfirmed" : "confirmed",
      tags: null,
      assigned_location_id: null,
      customer: isCounterSale
        ? null
        : { id: id * 2, first_name, last_name, email: `khach${index}@example.com`, phone },
      billing_address: isCounterSale
        ? null
        : { first_name, last_name, phone, address1: null, city: null, country_code: "vn" },
      shipping_address: isCounterSale
        ? null
        : { first_name, last_name, phone, address1: null, city: null, country_code: "VN" },
      line_items: [
        {
          id: id * 10,
          product_id: product?.id ?? null,
          variant_id: variant?.id ?? null,
          title: product?.title ?? "–",
          sku: variant?.sku ?? null,
          quantity,
          price,
        },
      ],
      created_at,
      updated_at: later(1),
      processed_at: created_at,
      cancelled_at: state === 9 ? later(2) : null,
      cancel_reason: state === 9 ? "customer" : null,
      closed_at: state === 8 ? later(48) : null,
      confirmed_at: state < 1 ? null : later(1),
    };
  });
