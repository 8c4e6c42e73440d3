import type { Campaign, Page } from "@privage-addons/addon-sdk";
import { useAddOnQueries, usePrivage } from "@privage-addons/addon-sdk/react";
import { useInfiniteQuery } from "@tanstack/react-query";

export type { Campaign };

const PAGE_SIZE = 100;

/** The next page of a numbered list; `undefined` after the last. */
export const nextPage = ({ page, size, total }: Page<unknown>): number | undefined =>
  page * size < total ? page + 1 : undefined;

export const useCampaigns = () => {
  const privage = usePrivage();
  const queries = useAddOnQueries();
  return useInfiniteQuery({
    queryKey: [...queries.all, "campaigns", "pages"],
    queryFn: ({ pageParam, signal }) =>
      privage.campaigns.list({ page: pageParam, size: PAGE_SIZE }, { signal }),
    initialPageParam: 1,
    getNextPageParam: nextPage,
  });
};
