import type { Sale } from "@privage-addons/addon-sdk";
import { useAddOnParts, useAddOnQueries } from "@privage-addons/addon-sdk/react";
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";
import { addDays, dayInZone } from "../i18n/days.ts";

export type { Sale };

export interface SalesPeriod {
  /** Latest first. */
  readonly sales: readonly Sale[];
  /** Order dates, inclusive, `YYYY-MM-DD`. */
  readonly from: string;
  readonly to: string;
}

const NAMES_FRESH_MS = 60 * 60_000;

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

/** An order's number, if its list was read; the point of sale has no call for one order. */
export const useSaleNumber = (id: string): string | undefined => {
  const { all } = useAddOnQueries();
  const lists = useQueryClient().getQueriesData<SalesPeriod>({ queryKey: [...all, "sales", "period"] });
  return lists.flatMap(([, period]) => period?.sales ?? []).find((sale) => sale.id === id)?.order_number;
};

/**
 * Branch names, as far as they are known: the point of sale tells no branch's name, only those of its warehouses. A
 * branch without one, or an application that may not see the inventory, leaves the map without it.
 */
export const useBranchNames = (): ReadonlyMap<string, string> => {
  const { partner } = useAddOnParts();
  const queries = useAddOnQueries();
  const { data } = useQuery({
    queryKey: [...queries.all, "branch-names"],
    staleTime: NAMES_FRESH_MS,
    queryFn: async ({ signal }) => {
      const { data: levels } = await partner.inventory.list({ limit: 200 }, { signal });
      return new Map(
        levels.flatMap(({ branch_id, warehouse_name }) =>
          branch_id && warehouse_name ? [[branch_id, warehouse_name] as const] : [],
        ),
      );
    },
  });
  return data ?? new Map();
};
