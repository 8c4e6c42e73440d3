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

const NO_NAMES: ReadonlyMap<string, string> = new Map();
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

/** All that the point of sale gives out. */
export const LONGEST_PERIOD = 30;

/** One order, out of the list that is mostly there already; the point of sale has no call for a single one. */
export const useSale = (id: string): Sale | undefined =>
  useSales(LONGEST_PERIOD).data?.sales.find((sale) => sale.id === id);

/**
 * Branch names, as far as they are known, and `undefined` while they are asked for: the point of sale tells no branch's name, only those of its warehouses. A
 * branch without one, or an application that may not see the inventory, leaves the map without it.
 */
export const useBranchNames = (): ReadonlyMap<string, string> | undefined => {
  const { partner } = useAddOnParts();
  const queries = useAddOnQueries();
  const { data, isPending } = useQuery({
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
  return data ?? (isPending ? undefined : NO_NAMES);
};
