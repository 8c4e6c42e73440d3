import type { Campaign } from "@privage-addons/addon-sdk";
import { useAddOnQueries, usePrivage } from "@privage-addons/addon-sdk/react";
import { useInfiniteQuery } from "@tanstack/react-query";
import { nextPage, rowsOf } from "./pages.ts";

export type { Campaign };

const PAGE_SIZE = 100;

export const useCampaigns = () => {
  const privage = usePrivage();
  const queries = useAddOnQueries();
  return useInfiniteQuery({
    queryKey: [...queries.all, "campaigns", "pages"],
    queryFn: ({ pageParam, signal }) =>
      privage.campaigns.list({ page: pageParam, size: PAGE_SIZE }, { signal }),
    initialPageParam: 1,
    getNextPageParam: nextPage,
    select: rowsOf,
  });
};
