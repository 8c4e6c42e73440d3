import { THAI_FIRST, THAI_LAST, VIETNAMESE_FIRST, VIETNAMESE_LAST } from "./names.ts";

/** A business that uses all three platforms. */
export interface Business {
  readonly code: string;
  readonly name: string;
  readonly currency: "THB" | "VND";
  readonly locale: "th-TH" | "vi-VN";
  readonly phonePrefix: string;
  readonly firstNames: readonly [string, ...string[]];
  readonly lastNames: readonly [string, ...string[]];
  /** Money that is worth one point, with method 1. */
  readonly moneyPerPoint: number;
}

export const BUSINESSES: readonly [Business, ...Business[]] = [
  {
    code: "CAFE01",
    name: "บ้านกาแฟริมน้ำ",
    currency: "THB",
    locale: "th-TH",
    phonePrefix: "08",
    firstNames: THAI_FIRST,
    lastNames: THAI_LAST,
    moneyPerPoint: 10,
  },
  {
    code: "PHO02",
    name: "Phở Hai Bà",
    currency: "VND",
    locale: "vi-VN",
    phonePrefix: "09",
    firstNames: VIETNAMESE_FIRST,
    lastNames: VIETNAMESE_LAST,
    moneyPerPoint: 10_000,
  },
];
