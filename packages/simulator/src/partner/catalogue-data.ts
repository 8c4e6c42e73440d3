import type { components } from "@privage-addons/contracts/partner";
import type { Seeding, Sku } from "./store.ts";

type Schemas = components["schemas"];

const DAY_MS = 24 * 3600 * 1000;
const STREAM = { price: 41, category: 42 } as const;

const MENU = {
  "th-TH": [
    "อเมริกาโน่",
    "ลาเต้",
    "คาปูชิโน่",
    "ชาไทย",
    "ชาเขียวมัทฉะ",
    "เอสเพรสโซ่",
    "มอคค่า",
    "โกโก้เย็น",
    "เค้กมะพร้าว",
    "ครัวซองต์",
  ],
  "vi-VN": [
    "Phở bò tái",
    "Phở gà",
    "Bún chả",
    "Gỏi cuốn",
    "Cà phê sữa đá",
    "Trà đào",
    "Bánh mì thịt",
    "Chè ba màu",
    "Nem rán",
    "Cơm tấm",
  ],
} as const;
const SIZES = { "th-TH": ["ปกติ", "แก้วใหญ่"], "vi-VN": ["thường", "lớn"] } as const;

export const seedCatalogue = ({ business, hash, startsAt, id }: Seeding) => {
  const skus: Sku[] = [];
  const products = MENU[business.locale].map((name, index): Schemas["Product"] => {
    const own = SIZES[business.locale].map((size, at): Sku => {
      const position = index * 2 + at;
      const price =
        business.currency === "THB"
          ? 45 + (hash(STREAM.price, position) % 120)
          : 1000 * (20 + (hash(STREAM.price, position) % 70));
      return {
        id: id("sku", position),
        // Some SKUs have no code; the API shows an empty string.
        sku_code: position % 7 === 6 ? "" : `SKU-${String(position + 1).padStart(4, "0")}`,
        sku_name: `${name} (${size})`,
        price: `${price}.${position % 3 === 0 ? "50" : "00"}`,
        is_active: true,
        productName: name,
      };
    });
    skus.push(...own);
    return {
      id: id("product", index),
      product_code: `P-${String(index + 1).padStart(3, "0")}`,
      product_name: name,
      category_id: hash(STREAM.category, index) % 4 === 0 ? null : id("category", index % 3),
      is_active: index % 9 !== 8,
      skus: own.map(({ productName: _, ...sku }) => sku),
      created_at: new Date(startsAt - (200 + index) * DAY_MS).toISOString(),
    };
  });
  return { products, skus };
};
