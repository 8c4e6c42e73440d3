import type { components } from "@privage-addons/contracts/partner";
import { Big } from "big.js";
import { json } from "../server/answer.ts";
import type { Application } from "./applications.ts";
import { notFound } from "./errors.ts";
import type { PartnerHandlers } from "./handlers.ts";
import { listPage, sequenceOf } from "./paging.ts";
import { visibleBranches } from "./sales.ts";
import type { Branch, Store } from "./store.ts";

type Schemas = components["schemas"];
type Level = Required<Schemas["InventoryLevel"]>;

const STREAM = { stock: 71, cost: 72, movement: 73 } as const;
const HOUR_MS = 3600 * 1000;
const MOVEMENTS = 300;

const levelOf = (
  { id, hash, skus, startsAt }: Store,
  branch: Branch,
  branchAt: number,
  skuAt: number,
): Level => {
  const sku = skus[skuAt];
  if (!sku) throw new RangeError(`There is no SKU ${skuAt}.`);
  const position = branchAt * skus.length + skuAt;
  const draw = hash(STREAM.stock, position);
  const onHand = new Big(draw % 12 === 0 ? 0 : draw % 500).plus(draw % 5 === 0 ? "0.375" : 0);
  return {
    id: id("stock", position),
    branch_id: branch.id,
    warehouse_id: branch.warehouseId,
    warehouse_name: branch.name,
    product_sku_id: sku.id,
    sku_code: sku.sku_code,
    sku_name: sku.sku_name,
    quantity_on_hand: onHand.toFixed(),
    quantity_available: (onHand.gt(5) ? onHand.minus(draw % 5) : onHand).toFixed(),
    average_cost: new Big(sku.price)
      .times("0.38")
      .plus(`0.${hash(STREAM.cost, position)}`)
      .toFixed(),
    updated_at: new Date(startsAt - position * HOUR_MS).toISOString(),
  };
};

const levels = (store: Store): readonly Level[] =>
  store.branches.flatMap((branch, branchAt) =>
    store.skus.map((_, skuAt) => levelOf(store, branch, branchAt, skuAt)),
  );

const KINDS = ["SALE", "PURCHASE", "ADJUSTMENT", "TRANSFER"] as const;

const movementOf = (store: Store, index: number): Required<Schemas["InventoryMovement"]> => {
  const draw = store.hash(STREAM.movement, index);
  const branch = store.branches[draw % store.branches.length];
  const sku = store.skus[(draw >>> 3) % store.skus.length];
  if (!branch || !sku) throw new RangeError("A store has branches and SKUs.");
  const kind = KINDS[(draw >>> 7) % KINDS.length] ?? "SALE";
  return {
    id: store.id("movement", index),
    branch_id: branch.id,
    warehouse_id: branch.warehouseId,
    product_sku_id: sku.id,
    movement_type: kind,
    quantity: kind === "SALE" ? `-${1 + (draw % 4)}` : `${1 + (draw % 90)}.${draw % 2 === 0 ? "25" : "5"}`,
    reference: kind === "ADJUSTMENT" ? null : `${kind}-${String(index).padStart(5, "0")}`,
    created_at: new Date(store.startsAt - (index + 1) * HOUR_MS).toISOString(),
  };
};

type Filter = { branch_id?: string[]; warehouse_id?: string; product_sku_id?: string };

const filterOf = (caller: Application, query: Filter) => {
  const branches = visibleBranches(caller, query.branch_id);
  return (row: { branch_id: string; warehouse_id: string; product_sku_id: string }) =>
    branches.has(row.branch_id) &&
    (query.warehouse_id === undefined || row.warehouse_id === query.warehouse_id.toLowerCase()) &&
    (query.product_sku_id === undefined || row.product_sku_id === query.product_sku_id.toLowerCase());
};

export const inventoryHandlers: Pick<
  PartnerHandlers,
  "listInventory" | "listInventoryMovements" | "getInventorySummary"
> = {
  listInventory: ({ query, caller }) => {
    const rows = levels(caller.store);
    const sequence = {
      ...sequenceOf([]),
      size: rows.length,
      timeAt: (at: number) => Date.parse(rows[at]?.updated_at ?? ""),
    };
    return listPage({ ...sequence, at: (at: number) => rows[at] as Level }, query, {
      keep: filterOf(caller, query),
    });
  },
  listInventoryMovements: ({ query, caller }) => {
    const rows = Array.from({ length: MOVEMENTS }, (_, index) => movementOf(caller.store, index));
    return listPage(sequenceOf(rows), query, { keep: filterOf(caller, query) });
  },
  getInventorySummary: ({ query, caller }) => {
    const { store, branchIds } = caller;
    const branch = store.branches.find(({ warehouseId }) => warehouseId === query.warehouse_id.toLowerCase());
    if (!branch || !branchIds.has(branch.id)) return notFound();
    const rows = levels(store).filter(({ warehouse_id }) => warehouse_id === branch.warehouseId);
    const sum = (of: (row: Level) => Big) =>
      rows.reduce((total, row) => total.plus(of(row)), new Big(0)).toFixed();
    return json(200, {
      data: {
        warehouse_id: branch.warehouseId,
        warehouse_name: branch.name,
        branch_id: branch.id,
        total_skus: rows.length,
        total_quantity_on_hand: sum((row) => new Big(row.quantity_on_hand)),
        total_quantity_available: sum((row) => new Big(row.quantity_available)),
        total_stock_value: sum((row) => new Big(row.quantity_on_hand).times(row.average_cost)),
        out_of_stock_count: rows.filter(({ quantity_on_hand }) => quantity_on_hand === "0").length,
      },
    });
  },
};
