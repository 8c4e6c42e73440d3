import type { HaravanList, HaravanOrder, HaravanProduct } from "@privage-addons/addon-sdk";
import {
  useAddOnParts,
  useAddOnQueries,
  useConnections,
  useShop as useShopItself,
} from "@privage-addons/addon-sdk/react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { outcomeOf, type WriteResult } from "./write-result.ts";

export type Order = HaravanOrder;
export type Product = HaravanProduct;

/** Haravan's largest page. */
const PAGE_SIZE = 50;
const SHOP_FRESH_MS = 5 * 60_000;

export const useShop = () => useShopItself({ staleTime: SHOP_FRESH_MS });

/** Whether the server has a token of the shop. When it cannot say, the shop itself is asked, and its error tells why. */
export const useShopConnection = (): "asking" | "missing" | "possible" => {
  const { data, isPending } = useConnections();
  if (isPending) return "asking";
  const status = data?.find(({ provider }) => provider === "haravan")?.status;
  return data && (status === undefined || status === "not-connected") ? "missing" : "possible";
};

export const useShopCounts = (isWanted: boolean) => {
  const { haravan } = useAddOnParts();
  const queries = useAddOnQueries();
  return useQuery({
    queryKey: [...queries.shop().queryKey, "counts"],
    enabled: isWanted,
    queryFn: async ({ signal }) => {
      const [orders, products] = await Promise.all([
        haravan.orders.count({ status: "any" }, { signal }),
        haravan.products.count({}, { signal }),
      ]);
      return { orders, products };
    },
  });
};

/** Haravan has no cursor: a page that is not full is the last. */
const usePages = <Row>(name: string, list: HaravanList<Row>, query: Readonly<Record<string, string>>) =>
  useInfiniteQuery({
    queryKey: [...useAddOnQueries().shop().queryKey, name, "pages"],
    queryFn: ({ pageParam, signal }) =>
      list.list({ ...query, limit: PAGE_SIZE, page: pageParam }, { signal }),
    initialPageParam: 1,
    getNextPageParam: (rows, _pages, page) => (rows.length < PAGE_SIZE ? undefined : page + 1),
    select: ({ pages }) => pages.flat(),
  });

export const useOrders = () =>
  usePages("orders", useAddOnParts().haravan.orders, { status: "any", order: "created_at desc" });

export const useProducts = () => usePages("products", useAddOnParts().haravan.products, {});

/** Hands the shop's old token to the server, once. Nothing of it is kept here. */
export const useConnectShop = () => {
  const { connections } = useAddOnParts();
  const queries = useAddOnQueries();
  const queryClient = useQueryClient();
  return async (request: {
    readonly shop: string;
    readonly accessToken: string;
  }): Promise<WriteResult<unknown>> => {
    const result = await outcomeOf(connections.connectHaravan(request), "");
    await Promise.all(
      [queries.shop(), queries.connections()].map(({ queryKey }) =>
        queryClient.invalidateQueries({ queryKey }),
      ),
    );
    return result;
  };
};
