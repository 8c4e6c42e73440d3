import type { NewCouponSet } from "../data/coupons.ts";

export const SET_TYPES = ["GENERATE", "AUTO_GENERATE", "IMPORT"] as const;
export type SetType = (typeof SET_TYPES)[number];

/** What the person has typed so far, as text. */
export interface SetDraft {
  readonly name: string;
  readonly description: string;
  readonly type: SetType;
  readonly quantity: string;
  readonly codes: string;
  /** `YYYY-MM-DD`, or empty. */
  readonly expiresOn: string;
}

export const EMPTY_DRAFT: SetDraft = {
  name: "",
  description: "",
  type: "GENERATE",
  quantity: "",
  codes: "",
  expiresOn: "",
};

export type DraftProblems = Partial<Record<"name" | "quantity" | "codes" | "expiresOn", true>>;

const MOST = 10_000;
const LONGEST_CODE = 64;

export const codesOf = (text: string): readonly string[] =>
  text
    .split(/[\n,;]/)
    .map((code) => code.trim())
    .filter(Boolean);

/** Which fields break the contract's rules; empty when the set may be created. */
export const problemsOf = (draft: SetDraft, today: string): DraftProblems => {
  const codes = codesOf(draft.codes);
  const quantity = /^\d{1,5}$/.test(draft.quantity.trim()) ? Number(draft.quantity) : 0;
  const codesAreGood =
    codes.length > 0 &&
    codes.length <= MOST &&
    new Set(codes).size === codes.length &&
    codes.every((code) => code.length <= LONGEST_CODE);
  return {
    ...(draft.name.trim() === "" && { name: true }),
    ...(draft.type === "GENERATE" && (quantity < 1 || quantity > MOST) && { quantity: true }),
    ...(draft.type === "IMPORT" && !codesAreGood && { codes: true }),
    ...(draft.expiresOn !== "" && draft.expiresOn < today && { expiresOn: true }),
  };
};

/** The request for a draft without problems. `endOfDay` turns a local day into the UTC instant at which it is over. */
export const requestOf = (draft: SetDraft, endOfDay: (day: string) => string): NewCouponSet => ({
  name: draft.name.trim(),
  type: draft.type,
  ...(draft.description.trim() && { description: draft.description.trim() }),
  ...(draft.type === "GENERATE" && { quantity: Number(draft.quantity) }),
  ...(draft.type === "IMPORT" && { codes: [...codesOf(draft.codes)] }),
  ...(draft.expiresOn && { expires_at: endOfDay(draft.expiresOn) }),
});
