import type { Sale } from "@privage-addons/addon-sdk";
import { useAddOnParts, useAddOnQueries } from "@privage-addons/addon-sdk/react";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { addDays, dayInZone } from "../i18n/days.ts";

export type { Sale };

export interface SalesPeriod {
  /** Latest first. */
  readonly sales: readonly Sale[];
  /** Order dates, inclusive, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
}

const NAME_FRESH_MS = 60 * 60_000;

/** Every sale of the last `days` days. The point of sale counts days in UTC, and so does this. */
export const useSales = (days: number): UseQueryResult<SalesPeriod> => {
  const { partner } = useAddOnParts();
  const queries = useAddOnQueries();
  return useQuery({
    queryKey: [...queries.all, "sales", "period", days],
    queryFn: async ({ signal }) => {
      const to = dayInZone(Date.now(), "UTC");
      const from = addDays(to, 1 - days);
      const sales: Sale[] = [];
      for await (const sale of partner.sales.iterate({ from, to }, { signal })) sales.push(sale);
      return { sales, from, to };
    },
  });
};

/** All that the point of sale gives out. */
export const LONGEST_PERIOD = 30;

/** One order, out of the list that is mostly there already; the point of sale has no call for a single one. */
export const useSale = (id: string): Sale | undefined =>
  useSales(LONGEST_PERIOD).data?.sales.find((sale) => sale.id === id);

/** Stock rows that are looked through for a branch's name. */
const ROWS_FOR_NAME = 20;

/**
 * A branch's name, `null` where none is known, `undefined` while it is asked for. The point of sale tells no branch's name, only
 * that of a warehouse beside the stock in it, so each branch is asked for a few rows of its stock. A branch without any, or an
 * application that may not see the inventory, has no name.
 */
export const useBranchName = (id: string): string | null | undefined => {
  const { partner } = useAddOnParts();
  const queries = useAddOnQueries();
  const { data, isPending } = useQuery({
    queryKey: [...queries.all, "branch-name", id],
    enabled: id !== "",
    staleTime: NAME_FRESH_MS,
    queryFn: async ({ signal }) => {
      const { data: rows } = await partner.inventory.list(
        { branch_id: id, limit: ROWS_FOR_NAME },
        { signal },
      );
      return rows.find(({ warehouse_name }) => warehouse_name)?.warehouse_name ?? null;
    },
  });
  return data ?? (isPending && id !== "" ? undefined : null);
};
