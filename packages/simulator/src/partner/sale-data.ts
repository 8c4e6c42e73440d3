import type { components } from "@privage-addons/contracts/partner";
import { Big } from "big.js";
import { createIdSpace } from "../data/uuid.ts";
import type { Sequence } from "./paging.ts";
import type { Branch, Seeding, Sku } from "./store.ts";

type Schemas = components["schemas"];
type Sale = Required<Schemas["Sale"]>;

/** The sales of a business, latest first, each made when it is read. */
export interface Sales extends Sequence<Sale> {
  readonly indexOf: (id: string) => number | undefined;
  readonly branchAt: (index: number) => Branch;
  readonly itemsAt: (index: number) => readonly Schemas["SaleItem"][];
  /** Of the order at this position, without making it. */
  readonly dateAt: (index: number) => string;
}

const SPAN_MS = 60 * 24 * 3600 * 1000;
const STREAM = {
  jitter: 61,
  branch: 62,
  lines: 63,
  sku: 64,
  quantity: 65,
  discount: 66,
  refund: 67,
  customer: 68,
} as const;
const VAT = "1.07";

// Division with the sixteen decimals that the documented samples show; sums are exact.
const Exact = Big();
Exact.DP = 16;
Exact.strict = false;
const decimal = (value: Big) => value.toFixed();

export const createSales = (
  { hash, seed, startsAt, branches, business }: Seeding,
  skus: readonly Sku[],
  customers: readonly Schemas["Customer"][],
  size: number,
): Sales => {
  const ids = createIdSpace(seed, "sale", size);
  const itemIds = createIdSpace(seed, "sale-item", size * 8);
  const step = SPAN_MS / Math.max(1, size);
  const branchAt = (index: number): Branch => {
    const branch = branches[hash(STREAM.branch, index) % branches.length];
    if (!branch) throw new RangeError("A business has at least one branch.");
    return branch;
  };
  const timeAt = (index: number) =>
    Math.floor(startsAt - index * step - (hash(STREAM.jitter, index) / 2 ** 32) * step * 0.9) - 1;
  const isRefunded = (index: number) => hash(STREAM.refund, index) % 20 === 0;

  const linesAt = (index: number) =>
    Array.from({ length: 1 + (hash(STREAM.lines, index) % 4) }, (_, line) => {
      const position = index * 8 + line;
      const sku = skus[hash(STREAM.sku, position) % skus.length];
      if (!sku) throw new RangeError("A store sells something.");
      // A few things are weighed: quantities have decimals too.
      const quantity = new Exact(
        hash(STREAM.quantity, position) % 10 === 0 ? "0.125" : 1 + (hash(STREAM.quantity, position) % 3),
      );
      const gross = quantity.times(sku.price);
      const discount = hash(STREAM.discount, position) % 8 === 0 ? gross.div(10) : new Exact(0);
      const total = gross.minus(discount);
      return { position, sku, quantity, discount, total, tax: total.minus(total.div(VAT)) };
    });

  return {
    size,
    timeAt,
    indexOf: ids.indexOf,
    branchAt,
    dateAt: (index) => new Date(timeAt(index)).toISOString().slice(0, 10),
    at: (index) => {
      const lines = linesAt(index);
      const sum = (of: (line: (typeof lines)[number]) => Big) =>
        lines.reduce((total, line) => total.plus(of(line)), new Exact(0));
      const total = sum((line) => line.total);
      const tax = sum((line) => line.tax);
      const discount = sum((line) => line.discount);
      const draw = hash(STREAM.customer, index);
      const created_at = new Date(timeAt(index)).toISOString();
      return {
        id: ids.idOf(index),
        branch_id: branchAt(index).id,
        order_number: `${business.code}-${String(size - index).padStart(6, "0")}`,
        order_date: created_at.slice(0, 10),
        status: isRefunded(index) ? "REFUNDED" : "COMPLETED",
        customer_id: draw % 2 === 0 ? null : (customers[draw % customers.length]?.id ?? null),
        subtotal: decimal(total.minus(tax)),
        discount: decimal(discount),
        tax: decimal(tax),
        service_charge: "0",
        total: decimal(total),
        refunded: isRefunded(index) ? decimal(total) : "0",
        created_at,
      };
    },
    itemsAt: (index) =>
      linesAt(index).map(({ position, sku, quantity, discount, total, tax }) => ({
        id: itemIds.idOf(position),
        product_sku_id: sku.id,
        sku_code: sku.sku_code,
        sku_name: sku.sku_name,
        product_name: sku.productName,
        quantity: decimal(quantity),
        unit_price: sku.price,
        discount_amount: decimal(discount),
        tax_amount: decimal(tax),
        line_total: decimal(total),
        refunded_quantity: isRefunded(index) ? decimal(quantity) : "0",
        refunded_amount: isRefunded(index) ? decimal(total) : "0",
        is_fully_refunded: isRefunded(index),
        created_at: new Date(timeAt(index)).toISOString(),
      })),
  };
};
