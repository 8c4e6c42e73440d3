import type { components } from "@privage-addons/contracts/partner";
import { pick } from "../data/hash.ts";
import type { Seeding } from "./store.ts";

const DAY_MS = 24 * 3600 * 1000;
const COUNT = 200;
const STREAM = { first: 51, last: 52, phone: 53, birth: 54, tier: 55 } as const;

/** The keys that are left out without `read:customers:pii`. */
export const PERSONAL_KEYS = [
  "phone",
  "email",
  "date_of_birth",
  "address",
  "city",
  "state",
  "postal_code",
  "country",
  "tax_id",
] as const;

const PLACES = {
  "th-TH": { city: "เชียงใหม่", state: "เชียงใหม่", postal_code: "50000", country: "TH" },
  "vi-VN": { city: "Hà Nội", state: "Hà Nội", postal_code: "100000", country: "VN" },
} as const;

export const seedCustomers = ({ business, hash, startsAt, id }: Seeding) =>
  Array.from({ length: COUNT }, (_, index): components["schemas"]["Customer"] => ({
    id: id("customer", index),
    customer_code: `C${String(COUNT - index).padStart(5, "0")}`,
    first_name: pick(business.firstNames, hash(STREAM.first, index)),
    last_name: pick(business.lastNames, hash(STREAM.last, index)),
    is_active: index % 11 !== 10,
    membership_tier_id: hash(STREAM.tier, index) % 3 === 0 ? null : id("tier", hash(STREAM.tier, index) % 2),
    created_at: new Date(startsAt - (index + 1) * 2 * DAY_MS).toISOString(),
    phone: business.phonePrefix + String(hash(STREAM.phone, index) % 100_000_000).padStart(8, "0"),
    email: index % 4 === 0 ? null : `customer${index}@example.com`,
    date_of_birth:
      index % 5 === 0
        ? null
        : new Date(Date.UTC(1960, 0, 1) + (hash(STREAM.birth, index) % 16_000) * DAY_MS)
            .toISOString()
            .slice(0, 10),
    address: index % 2 === 0 ? null : `${1 + (index % 99)}/1`,
    ...PLACES[business.locale],
    tax_id: null,
  }));
