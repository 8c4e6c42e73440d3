import { westernDigits } from "../i18n/digits.ts";

/** What a member is looked up by. Privage's profile call takes a phone number or a card number, nothing else. */
export type SearchKind = "phone" | "card" | "name";

export interface Search {
  readonly kind: SearchKind;
  /** Ready for the call: digits as the platforms know them, separators removed, country code turned into the leading zero. */
  readonly value: string;
}

const SHORTEST_PHONE = 9;
const LONGEST_PHONE = 11;
/** Thailand and Vietnam; members are stored with the leading zero. */
const COUNTRY_CODE = /^\+(66|84)/;

/** Guesses what the person typed or scanned; `undefined` for nothing. */
export const parseSearch = (text: string): Search | undefined => {
  const trimmed = westernDigits(text.trim());
  if (trimmed === "") return undefined;
  if (!/\p{Nd}/u.test(trimmed)) return { kind: "name", value: trimmed };

  const compact = trimmed.replace(/[\s().-]/g, "").replace(COUNTRY_CODE, "0");
  const isPhone =
    /^0\d+$/.test(compact) && compact.length >= SHORTEST_PHONE && compact.length <= LONGEST_PHONE;
  return isPhone ? { kind: "phone", value: compact } : { kind: "card", value: trimmed };
};
