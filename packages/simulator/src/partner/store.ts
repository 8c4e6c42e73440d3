import type { components } from "@privage-addons/contracts/partner";
import type { Business } from "../data/businesses.ts";
import { createHash, type Hash } from "../data/hash.ts";
import { createIdSpace } from "../data/uuid.ts";
import { seedCatalogue } from "./catalogue-data.ts";
import { seedCustomers } from "./customer-data.ts";
import { createSales, type Sales } from "./sale-data.ts";

type Schemas = components["schemas"];

export interface Branch {
  readonly id: string;
  readonly name: string;
  readonly warehouseId: string;
}

export interface Sku {
  readonly id: string;
  readonly sku_code: string;
  readonly sku_name: string;
  readonly price: string;
  readonly is_active: boolean;
  readonly productName: string;
}

/** What the seeding of every list shares. */
export interface Seeding {
  readonly business: Business;
  readonly hash: Hash;
  readonly seed: number;
  readonly startsAt: number;
  readonly branches: readonly Branch[];
  readonly id: (name: string, index: number) => string;
}

/** Everything one business keeps at the point of sale. Every list is latest first, as the API pages it. */
export interface Store extends Seeding {
  readonly products: readonly Schemas["Product"][];
  readonly skus: readonly Sku[];
  readonly customers: readonly Schemas["Customer"][];
  readonly sales: Sales;
}

export interface StoreOptions {
  readonly seed: number;
  readonly sales: number;
  readonly startsAt: number;
}

const BRANCHES = {
  "th-TH": ["สาขาริมน้ำ", "สาขาอารีย์", "สาขาเชียงใหม่"],
  "vi-VN": ["Quận 1", "Quận 3", "Hà Nội"],
} as const;

export const createStore = (business: Business, options: StoreOptions): Store => {
  const { startsAt } = options;
  const seed = [...business.code].reduce(
    (sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0),
    options.seed,
  );
  const hash = createHash(seed);
  const id = (name: string, index: number) => createIdSpace(seed, name, 1_000_000).idOf(index);
  const branches = BRANCHES[business.locale].map((name, index) => ({
    id: id("branch", index),
    name,
    warehouseId: id("warehouse", index),
  }));
  const seeding = { business, hash, seed, startsAt, branches, id };
  const { products, skus } = seedCatalogue(seeding);
  const customers = seedCustomers(seeding);
  return {
    ...seeding,
    products,
    skus,
    customers,
    sales: createSales(seeding, skus, customers, options.sales),
  };
};
