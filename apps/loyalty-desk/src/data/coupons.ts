import type { Coupon, CouponSet, CreateCouponSetRequest, GiveCouponRequest } from "@privage-addons/addon-sdk";
import { useAddOnQueries, usePrivage } from "@privage-addons/addon-sdk/react";
import { useInfiniteQuery, useQuery, useQueryClient } from "@tanstack/react-query";
import { nextPage, rowsOf } from "./pages.ts";
import { nextRefNo } from "./ref-no.ts";
import { outcomeOf, type WriteResult } from "./write-result.ts";

export type { Coupon, CouponSet };
export type NewCouponSet = CreateCouponSetRequest;

const SETS_SIZE = 100;
const HISTORY_SIZE = 50;

export const useCouponSets = () => {
  const privage = usePrivage();
  const queries = useAddOnQueries();
  return useInfiniteQuery({
    queryKey: [...queries.coupons(), "sets", "pages"],
    queryFn: ({ pageParam, signal }) =>
      privage.coupons.listSets({ page: pageParam, size: SETS_SIZE }, { signal }),
    initialPageParam: 1,
    getNextPageParam: nextPage,
    select: rowsOf,
  });
};

/** Every set there is, for choosing one and for naming one. */
export const useAllCouponSets = () => {
  const privage = usePrivage();
  const queries = useAddOnQueries();
  return useQuery({
    queryKey: [...queries.coupons(), "sets", "all"],
    queryFn: async ({ signal }) => {
      const sets: CouponSet[] = [];
      for await (const set of privage.coupons.iterateSets({ signal })) sets.push(set);
      return sets;
    },
  });
};

/** Names by set id; a coupon carries only the id. Empty until the sets are read. */
export const useCouponSetNames = (): ReadonlyMap<number, string> => {
  const { data } = useAllCouponSets();
  return new Map(data?.map((set) => [set.coupon_set_id, set.name]));
};

/** Coupons that were given, latest first: one member's, or everybody's. */
export const useGivenCoupons = (memberId: string | undefined) => {
  const privage = usePrivage();
  const queries = useAddOnQueries();
  return useInfiniteQuery({
    queryKey: [...queries.coupons(), "history", "pages", memberId],
    queryFn: ({ pageParam, signal }) =>
      privage.coupons.history({ page: pageParam, size: HISTORY_SIZE, member_id: memberId }, { signal }),
    initialPageParam: 1,
    getNextPageParam: nextPage,
    select: rowsOf,
  });
};

/** A coupon as it stands now; never from memory, as another counter may have used it a second ago. */
export const useCheckedCoupon = (code: string) => {
  return useQuery({ ...useAddOnQueries().coupon(code), enabled: code !== "", staleTime: 0, gcTime: 0 });
};

export interface CouponPort {
  createSet(set: NewCouponSet): Promise<WriteResult<CouponSet>>;
  give(request: GiveCouponRequest): Promise<WriteResult<Coupon>>;
  markUsed(coupon: Coupon): Promise<WriteResult<Coupon>>;
  takeBack(coupon: Coupon): Promise<WriteResult<unknown>>;
}

/** Everything that changes coupons, each change happening once. */
export const useCouponPort = (): CouponPort => {
  const { coupons } = usePrivage();
  const queries = useAddOnQueries();
  const queryClient = useQueryClient();
  const settled = async <Value>(write: Promise<Value>, refNo: string): Promise<WriteResult<Value>> => {
    const result = await outcomeOf(write, refNo);
    void queryClient.invalidateQueries({ queryKey: queries.coupons() });
    return result;
  };
  return {
    createSet: (set) => settled(coupons.createSet(set), ""),
    give: (request) => {
      const ref_no = nextRefNo();
      return settled(coupons.give({ ...request, ref_no }), ref_no);
    },
    markUsed: ({ code }) => {
      const ref_no = nextRefNo();
      return settled(coupons.markUsed({ code, ref_no }), ref_no);
    },
    takeBack: ({ coupon_uuid, code }) => settled(coupons.void(coupon_uuid), code),
  };
};
