/**
 * Writes as mutations. Points are shown at once, as if the answer were there already, and go back when the write did not
 * happen. Going back means undoing that one change, not restoring what was shown before it: other writes may be under way.
 *
 * `retry: false` also against the defaults of an app's own query client: each repetition would be a write of its own.
 */
import { isAddOnError } from "@privage-addons/contracts";
import { type QueryClient, useMutation, useQueryClient } from "@tanstack/react-query";
import type {
  AddPointsRequest,
  BurnPointsRequest,
  CreateCouponSetRequest,
  GiveCouponRequest,
  MarkCouponUsedRequest,
  Profile,
} from "../privage/types.ts";
import { addDecimals, type Decimal, subtractDecimals, toDecimal } from "../values/decimal.ts";
import { usePrivage } from "./hooks.ts";
import { useAddOnParts } from "./parts.ts";
import { type AddOnQueries, useAddOnQueries } from "./queries.ts";

type Member = { readonly card_no?: string | undefined; readonly phone_number?: string | undefined };

const isOf = (profile: Profile, { card_no, phone_number }: Member) =>
  (card_no === undefined || profile.card_no === card_no) &&
  (phone_number === undefined || profile.phone_number === phone_number);

/** Adds `change` to the points shown for a member, wherever they are shown. */
const shift = (client: QueryClient, queries: AddOnQueries, member: Member, change: Decimal) =>
  client.setQueriesData<Profile>({ queryKey: queries.profiles() }, (profile) =>
    profile && isOf(profile, member) ? { ...profile, points: addDecimals(profile.points, change) } : profile,
  );

/** Shows the change at once; the result takes it back. */
const usePointsMutation = <Request extends AddPointsRequest | BurnPointsRequest, Answer>(
  send: (request: Request) => Promise<Answer>,
  changeOf: (request: Request) => Decimal,
) => {
  const client = useQueryClient();
  const queries = useAddOnQueries();
  const mutationKey = [...queries.all, "points"];
  return useMutation({
    mutationKey,
    mutationFn: send,
    retry: false,
    onMutate: async (request) => {
      // An answer that is on its way was made before this change and would overwrite it.
      await client.cancelQueries({ queryKey: queries.profiles() });
      const change = changeOf(request);
      shift(client, queries, request, change);
      return { change };
    },
    onError: (error, request, shown) => {
      // Not known whether it happened: what is shown is as good a guess as any, until the profile is fetched again.
      if (isAddOnError(error) && error.code === "OUTCOME_UNKNOWN") return;
      if (shown) shift(client, queries, request, subtractDecimals(0, shown.change));
    },
    onSettled: async () => {
      // The last one asks for the truth; before, it would undo what the others show.
      if (client.isMutating({ mutationKey }) > 1) return;
      await Promise.all([
        client.invalidateQueries({ queryKey: queries.profiles() }),
        client.invalidateQueries({ queryKey: queries.allTransactions() }),
      ]);
    },
  });
};

/** Adds points, once; a conversion from money (`method: 1`) is shown when its answer is there. */
export const useAddPoints = () => {
  const { points } = usePrivage();
  return usePointsMutation(
    (request: AddPointsRequest) => points.add(request),
    ({ method, points: added }) => (method === 2 && added !== undefined ? toDecimal(added) : "0"),
  );
};

/** Takes points away, once. */
export const useBurnPoints = () => {
  const { points } = usePrivage();
  return usePointsMutation(
    (request: BurnPointsRequest) => points.burn(request),
    ({ points: burned }) => subtractDecimals(0, burned),
  );
};

/** A mutation after which some queries are fetched again. */
const useWrite = <Request, Answer>(
  mutationFn: (request: Request) => Promise<Answer>,
  affected: (queries: AddOnQueries) => readonly (readonly unknown[])[],
) => {
  const client = useQueryClient();
  const queries = useAddOnQueries();
  return useMutation({
    mutationFn,
    retry: false,
    onSettled: () => Promise.all(affected(queries).map((queryKey) => client.invalidateQueries({ queryKey }))),
  });
};

const ofPoints = (queries: AddOnQueries) => [queries.profiles(), queries.allTransactions()];
const ofCoupons = (queries: AddOnQueries) => [queries.coupons()];

/** Undoes a movement of points, named by exactly one of `id`, `ref_no` and `ref_id`. */
export const useVoidTransaction = () => {
  const { transactions } = usePrivage();
  return useWrite(
    (which: { readonly id: string } | { readonly ref_no: string } | { readonly ref_id: string }) => {
      if ("id" in which) return transactions.voidById(which.id);
      return "ref_no" in which
        ? transactions.voidByRefNo(which.ref_no)
        : transactions.voidByRefId(which.ref_id);
    },
    ofPoints,
  );
};

export const useCreateCouponSet = () => {
  const { coupons } = usePrivage();
  return useWrite((request: CreateCouponSetRequest) => coupons.createSet(request), ofCoupons);
};

export const useGiveCoupon = () => {
  const { coupons } = usePrivage();
  return useWrite((request: GiveCouponRequest) => coupons.give(request), ofCoupons);
};

export const useMarkCouponUsed = () => {
  const { coupons } = usePrivage();
  return useWrite((request: MarkCouponUsedRequest) => coupons.markUsed(request), ofCoupons);
};

export const useVoidCoupon = () => {
  const { coupons } = usePrivage();
  return useWrite((couponUuid: string) => coupons.void(couponUuid), ofCoupons);
};

/** Connects the business's Haravan shop. */
export const useConnectHaravan = () => {
  const { connections } = useAddOnParts();
  return useWrite(
    (request: { readonly shop: string; readonly accessToken: string }) => connections.connectHaravan(request),
    (queries) => [queries.connections().queryKey, queries.shop().queryKey],
  );
};
