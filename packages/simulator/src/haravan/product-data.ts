import type { components } from "@privage-addons/contracts/haravan";
import type { Business } from "../data/businesses.ts";
import type { Hash } from "../data/hash.ts";

export type Product = components["schemas"]["Product"] & Required<components["schemas"]["ProductFields"]>;

const DAY_MS = 24 * 3600 * 1000;
const COUNT = 60;
const FIRST_ID = 1_027_000_001;
const STREAM = { price: 91, stock: 92, tags: 93 } as const;

const THINGS = {
  "th-TH": ["เมล็ดกาแฟคั่วกลาง", "เมล็ดกาแฟคั่วเข้ม", "กาแฟดริป", "แก้วเก็บความเย็น", "ชาไทยผง", "ชุดของขวัญ"],
  "vi-VN": [
    "Cà phê rang xay",
    "Cà phê phin giấy",
    "Bánh phở khô",
    "Nước dùng phở",
    "Ly giữ nhiệt",
    "Hộp quà Tết",
  ],
} as const;
const TYPES = { "th-TH": "สินค้า", "vi-VN": "Sản phẩm" } as const;

/** Image times carry no zone, unlike all the others. */
const withoutZone = (time: number) => new Date(time).toISOString().slice(0, -1);

export const seedProducts = (business: Business, hash: Hash, startsAt: number): Product[] =>
  Array.from({ length: COUNT }, (_, index): Product => {
    const names = THINGS[business.locale];
    const id = FIRST_ID + index * 7;
    const created = startsAt - (400 - index * 5) * DAY_MS;
    const created_at = new Date(created).toISOString();
    const updated_at = new Date(created + 3 * DAY_MS).toISOString();
    const price = (1 + (hash(STREAM.price, index) % 90)) * (business.currency === "VND" ? 10_000 : 15);
    return {
      id,
      title: `${names[index % names.length]} ${Math.floor(index / names.length) + 1}`,
      body_html: index % 3 === 0 ? null : "<p>…</p>",
      handle: `product-${index + 1}`,
      vendor: business.name,
      product_type: TYPES[business.locale],
      tags: hash(STREAM.tags, index) % 2 === 0 ? null : "moi,ban-chay",
      created_at,
      updated_at,
      published_at: index % 10 === 9 ? null : created_at,
      variants: [
        {
          id: id * 10,
          product_id: id,
          title: "Default Title",
          price,
          compare_at_price: index % 4 === 0 ? price * 1.2 : null,
          sku: index % 6 === 5 ? null : `HRV-${String(index + 1).padStart(4, "0")}`,
          barcode: null,
          inventory_quantity: hash(STREAM.stock, index) % 200,
          inventory_advance: null,
          created_at,
          updated_at,
        },
      ],
      images: [
        {
          id: id * 10 + 1,
          product_id: id,
          src: "https://product.example/none.png",
          position: 1,
          created_at: withoutZone(created),
          updated_at: withoutZone(created),
        },
      ],
    };
  });
