import { randomUUID } from "node:crypto";
import type { components } from "@privage-addons/contracts/privage";
import type { Business } from "../data/businesses.ts";
import type { Hash } from "../data/hash.ts";

type Schemas = components["schemas"];
type CouponSetType = Schemas["CouponSetType"];

export interface CouponSet {
  readonly id: number;
  readonly name: string;
  readonly description: string | null;
  readonly type: CouponSetType;
  readonly expiresAt: string | null;
  readonly createdAt: number;
  /** Every coupon that is or was in the set. */
  readonly coupons: Coupon[];
}

/**
 * The life of a coupon: PENDING in its set's pool, GIVEN to a member, USED. Voiding a given one leads back to PENDING for
 * IMPORT and GENERATE, and to DELETED for AUTO_GENERATE, which has no pool.
 */
export interface Coupon {
  readonly uuid: string;
  readonly code: string;
  readonly set: CouponSet;
  status: "PENDING" | "GIVEN" | "USED" | "DELETED";
  memberId: string | null;
  refNo: string | null;
  givenAt: number | null;
  usedAt: number | null;
}

export interface Coupons {
  readonly sets: () => readonly CouponSet[];
  readonly setById: (id: number) => CouponSet | undefined;
  readonly createSet: (facts: Omit<CouponSet, "id" | "coupons">) => CouponSet;
  /** Adds a PENDING coupon to a set; its code is made up when absent. */
  readonly addCoupon: (set: CouponSet, code?: string) => Coupon;
  readonly hasCode: (code: string) => boolean;
  readonly byCode: (code: string) => Coupon | undefined;
  readonly byUuid: (uuid: string) => Coupon | undefined;
  /** In the order they were given; a coupon voided since is not in it. */
  readonly given: () => readonly Coupon[];
  readonly markGiven: (coupon: Coupon) => void;
  readonly unmarkGiven: (coupon: Coupon) => void;
  readonly reset: () => void;
}

// No 0/O and 1/I: people read these aloud.
const ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";
const STREAM = 31;

const SEEDED_NAMES = {
  "th-TH": ["ส่วนลด 50 บาท", "บัตรของขวัญพาร์ตเนอร์", "วันเกิดสุขสันต์"],
  "vi-VN": ["Giảm 50.000 đ", "Phiếu quà tặng đối tác", "Sinh nhật vui vẻ"],
} as const;

export const createCoupons = (business: Business, hash: Hash, startsAt: number): Coupons => {
  let sets: CouponSet[] = [];
  let byCode = new Map<string, Coupon>();
  let byUuid = new Map<string, Coupon>();
  let given = new Set<Coupon>();
  let made = 0;

  const makeCode = (): string => {
    made += 1;
    const letters = Array.from({ length: 8 }, (_, at) => ALPHABET[hash(STREAM + at, made) % ALPHABET.length]);
    const code = `${letters.slice(0, 4).join("")}-${letters.slice(4).join("")}`;
    return byCode.has(code) ? makeCode() : code;
  };
  const addCoupon = (set: CouponSet, code = makeCode()): Coupon => {
    const coupon: Coupon = {
      uuid: randomUUID(),
      code,
      set,
      status: "PENDING",
      memberId: null,
      refNo: null,
      givenAt: null,
      usedAt: null,
    };
    set.coupons.push(coupon);
    byCode.set(coupon.code, coupon);
    byUuid.set(coupon.uuid, coupon);
    return coupon;
  };
  const createSet: Coupons["createSet"] = (facts) => {
    const set = { ...facts, id: sets.length + 1, coupons: [] };
    sets.push(set);
    return set;
  };
  const seed = () => {
    const [generated, imported, automatic] = SEEDED_NAMES[business.locale];
    const common = { description: null, expiresAt: null, createdAt: startsAt };
    const pool = createSet({ ...common, name: generated, type: "GENERATE" });
    for (let count = 0; count < 50; count += 1) addCoupon(pool);
    const partners = createSet({ ...common, name: imported, type: "IMPORT" });
    for (let count = 1; count <= 20; count += 1)
      addCoupon(partners, `${business.code}-${String(count).padStart(4, "0")}`);
    createSet({ ...common, name: automatic, type: "AUTO_GENERATE" });
  };
  seed();

  return {
    sets: () => sets,
    setById: (id) => sets[id - 1],
    createSet,
    addCoupon,
    hasCode: (code) => byCode.has(code),
    byCode: (code) => byCode.get(code),
    byUuid: (uuid) => byUuid.get(uuid.toLowerCase()),
    given: () => [...given],
    markGiven: (coupon) => void given.add(coupon),
    unmarkGiven: (coupon) => void given.delete(coupon),
    reset: () => {
      sets = [];
      byCode = new Map();
      byUuid = new Map();
      given = new Set();
      made = 0;
      seed();
    },
  };
};
