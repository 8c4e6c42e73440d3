/** Sums of sales, exact to the last decimal: money is a decimal string from the wire to the reader. */
import { addDecimals, compareDecimals, subtractDecimals } from "@privage-addons/addon-sdk";
import type { Sale } from "../data/sales.ts";
import { addDays } from "../i18n/days.ts";

export interface Total {
  readonly key: string;
  readonly revenue: string;
  readonly orders: number;
}

const NOT_SOLD = "VOIDED";

/** What a sale brought in: its total less what was paid back. Fields that are not documented may be absent. */
const revenueOf = ({ total, refunded, status }: Sale): string =>
  status === NOT_SOLD ? "0" : subtractDecimals(total ?? "0", refunded ?? "0");

const totalOf = (key: string, sales: readonly Sale[]): Total => ({
  key,
  revenue: addDecimals(...sales.map(revenueOf)),
  orders: sales.filter((sale) => sale.status !== NOT_SOLD).length,
});

export const grandTotal = (sales: readonly Sale[]): Total => totalOf("", sales);

/** One total per day from `from` to `to`, days without sales included, so that a gap shows as a gap. */
export const totalsPerDay = (sales: readonly Sale[], from: string, to: string): readonly Total[] => {
  const byDay = groupBy(sales, (sale) => sale.order_date ?? "");
  const totals: Total[] = [];
  for (let day = from; day <= to; day = addDays(day, 1)) totals.push(totalOf(day, byDay.get(day) ?? []));
  return totals;
};

/** One total per branch, the best first. */
export const totalsPerBranch = (sales: readonly Sale[]): readonly Total[] =>
  [...groupBy(sales, (sale) => sale.branch_id ?? "")]
    .map(([branch, ofBranch]) => totalOf(branch, ofBranch))
    .toSorted((a, b) => compareDecimals(b.revenue, a.revenue));

const groupBy = (sales: readonly Sale[], keyOf: (sale: Sale) => string): Map<string, Sale[]> => {
  const groups = new Map<string, Sale[]>();
  for (const sale of sales) {
    const key = keyOf(sale);
    const group = groups.get(key);
    if (group) group.push(sale);
    else groups.set(key, [sale]);
  }
  return groups;
};
