import { westernDigits } from "../i18n/digits.ts";

/** Reads what a person typed as an amount. Works on digits alone: no float ever stands between the key and the wire. */
export type ParsedAmount =
  | { readonly ok: true; readonly amount: string }
  | { readonly ok: false; readonly problem: "missing" | "malformed" };

/** Points have at most two decimals (contract, AddPoints and BurnPoints). */
export const POINT_DECIMALS = 2;

/**
 * Reads an amount as the reader's language writes it: with `decimalSeparator` "." it is `1,250.5`, with "," it is
 * `1.250,5`. Thai digits are fine. A thousands separator must stand before exactly three digits, so that the other language's
 * `12,5` is refused rather than read as 125. Refuses zero, signs, exponents and more than `decimals` decimals. The answer is a
 * plain decimal such as `"1250.5"`.
 */
export const parseAmount = (text: string, decimals: number, decimalSeparator: "." | ","): ParsedAmount => {
  const digits = westernDigits(text.replace(/\s/g, ""));
  if (digits === "") return { ok: false, problem: "missing" };
  const group = decimalSeparator === "." ? "," : "\\.";
  const point = decimalSeparator === "." ? "\\." : ",";
  const match = new RegExp(`^(\\d{1,3}(?:${group}\\d{3})+|\\d+)(?:${point}(\\d+))?$`).exec(digits);
  const whole = match?.[1]?.replace(/[.,]/g, "").replace(/^0+(?=\d)/, "") ?? "";
  const fraction = (match?.[2] ?? "").replace(/0+$/, "");
  if (whole === "" || whole.length > 9 || fraction.length > decimals)
    return { ok: false, problem: "malformed" };
  const amount = fraction === "" ? whole : `${whole}.${fraction}`;
  return amount === "0" ? { ok: false, problem: "malformed" } : { ok: true, amount };
};

/** How many decimals a currency has: 2 for THB, 0 for VND. */
export const currencyDecimals = (currency: string): number =>
  new Intl.NumberFormat("en", { style: "currency", currency }).resolvedOptions().maximumFractionDigits ?? 2;
