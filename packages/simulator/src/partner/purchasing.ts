import type { components } from "@privage-addons/contracts/partner";
import { Big } from "big.js";
import { json } from "../server/answer.ts";
import { notFound } from "./errors.ts";
import type { PartnerHandlers } from "./handlers.ts";
import { listPage, sequenceOf } from "./paging.ts";
import { visibleBranches } from "./sales.ts";
import type { Store } from "./store.ts";

type Schemas = components["schemas"];

const DAY_MS = 24 * 3600 * 1000;
const ORDERS = 40;
const LINES = 3;
const STREAM = { branch: 81, supplier: 82, status: 83, line: 84 } as const;
const STATUSES = [
  "FULLY_RECEIVED",
  "APPROVED",
  "PENDING_APPROVAL",
  "DRAFT",
  "PARTIALLY_RECEIVED",
  "REJECTED",
  "CANCELLED",
] as const;
const SUPPLIERS = {
  "th-TH": ["บริษัท กาแฟดอยสูง จำกัด", "นมสดโคราช", "เบเกอรี่บ้านสวน", "น้ำแข็งยูนิต", "ไซรัปไทย"],
  "vi-VN": ["Công ty Cà phê Buôn Mê", "Bánh phở Nam Định", "Thịt sạch Củ Chi", "Rau Đà Lạt", "Sữa Ba Vì"],
} as const;

const suppliers = ({ business, id, startsAt }: Store) =>
  SUPPLIERS[business.locale].map((company_name, index): Schemas["Supplier"] => ({
    id: id("supplier", index),
    supplier_code: `SUP-${String(index + 1).padStart(3, "0")}`,
    company_name,
    contact_name: index % 2 === 0 ? `${business.firstNames[index]} ${business.lastNames[index]}` : null,
    phone_number: `02${String(5_550_100 + index).padStart(7, "0")}`,
    email: index % 3 === 0 ? null : `supplier${index + 1}@example.com`,
    tax_id: index % 2 === 0 ? `0${String(105_500_000_000 + index)}` : null,
    address: null,
    city: null,
    province: null,
    postal_code: null,
    country: business.currency === "THB" ? "TH" : "VN",
    payment_terms: index % 2 === 0 ? "NET30" : null,
    status: index === 4 ? "INACTIVE" : "ACTIVE",
    created_at: new Date(startsAt - (300 + index) * DAY_MS).toISOString(),
  }));

const items = (store: Store, order: number): Required<Schemas["PurchaseOrderItem"]>[] =>
  Array.from({ length: LINES }, (_, line) => {
    const position = order * LINES + line;
    const draw = store.hash(STREAM.line, position);
    const sku = store.skus[draw % store.skus.length];
    if (!sku) throw new RangeError("A store has SKUs.");
    const quantity = new Big(5 + (draw % 40));
    const cost = new Big(sku.price).times("0.4");
    return {
      id: store.id("po-item", position),
      product_sku_id: sku.id,
      sku_code: sku.sku_code,
      sku_name: sku.sku_name,
      quantity_ordered: quantity.toFixed(),
      quantity_received:
        STATUSES[store.hash(STREAM.status, order) % STATUSES.length] === "FULLY_RECEIVED"
          ? quantity.toFixed()
          : "0",
      unit_cost: cost.toFixed(),
      line_total: cost.times(quantity).toFixed(),
    };
  });

const orderAt = (store: Store, index: number): Required<Schemas["PurchaseOrder"]> => {
  const branch = store.branches[store.hash(STREAM.branch, index) % store.branches.length];
  const created_at = new Date(store.startsAt - (index + 1) * 1.5 * DAY_MS).toISOString();
  const total = items(store, index).reduce((sum, { line_total }) => sum.plus(line_total), new Big(0));
  return {
    id: store.id("purchase-order", index),
    po_number: `PO-${String(ORDERS - index).padStart(5, "0")}`,
    branch_id: branch?.id ?? "",
    supplier_id: store.id(
      "supplier",
      store.hash(STREAM.supplier, index) % SUPPLIERS[store.business.locale].length,
    ),
    status: STATUSES[store.hash(STREAM.status, index) % STATUSES.length] ?? "DRAFT",
    order_date: created_at.slice(0, 10),
    total_amount: total.toFixed(),
    created_at,
  };
};

const orders = (store: Store) => Array.from({ length: ORDERS }, (_, index) => orderAt(store, index));

export const purchasingHandlers: Pick<
  PartnerHandlers,
  "listPurchaseOrders" | "listPurchaseOrderItems" | "listSuppliers"
> = {
  listPurchaseOrders: ({ query, caller }) => {
    const branches = visibleBranches(caller, query.branch_id);
    return listPage(sequenceOf(orders(caller.store)), query, {
      keep: (order) =>
        branches.has(order.branch_id) &&
        (query.from === undefined || order.order_date >= query.from) &&
        (query.to === undefined || order.order_date <= query.to) &&
        (query.status === undefined || order.status === query.status) &&
        (query.supplier_id === undefined || order.supplier_id === query.supplier_id.toLowerCase()),
    });
  },
  listPurchaseOrderItems: ({ params, caller }) => {
    const index = orders(caller.store).findIndex(({ id }) => id === params.id.toLowerCase());
    if (index === -1 || !caller.branchIds.has(orderAt(caller.store, index).branch_id)) return notFound();
    return json(200, { data: items(caller.store, index) });
  },
  listSuppliers: ({ query, caller }) => {
    const text = query.q?.toLowerCase();
    return listPage(sequenceOf(suppliers(caller.store)), query, {
      keep: (supplier) =>
        (query.status === undefined || supplier.status === query.status) &&
        (text === undefined ||
          `${supplier.supplier_code} ${supplier.company_name}`.toLowerCase().includes(text)),
    });
  },
};
