import type { Profile } from "@privage-addons/addon-sdk";
import { useAddOnQueries, usePrivage } from "@privage-addons/addon-sdk/react";
import { type UseQueryResult, useQuery, useQueryClient } from "@tanstack/react-query";

/** A member as the counter shows them. */
export interface Member {
  readonly memberId: string;
  readonly cardNo: string;
  readonly phoneNumber: string;
  readonly name: string;
  /** Exact decimal. */
  readonly points: string;
  readonly tier: string | null;
  readonly birthDate: string | null;
  readonly joinedAt: string | undefined;
}

const memberOf = (profile: Profile): Member => ({
  memberId: profile.member_id,
  cardNo: profile.card_no,
  phoneNumber: profile.phone_number,
  name: `${profile.first_name} ${profile.last_name}`.trim(),
  points: profile.points,
  tier: profile.tier,
  birthDate: profile.birth_date ?? null,
  joinedAt: profile.joined_at,
});

export const useMember = (cardNo: string): UseQueryResult<Member> => {
  return useQuery({ ...useAddOnQueries().profile({ card_no: cardNo }), select: memberOf });
};

/** Looks a member up and keeps them, so that opening them needs no second call. Rejects with status 404 for nobody. */
export type FindMember = (
  who: { readonly phone_number: string } | { readonly card_no: string },
  signal: AbortSignal,
) => Promise<Member>;

export const useFindMember = (): FindMember => {
  const privage = usePrivage();
  const queries = useAddOnQueries();
  const queryClient = useQueryClient();
  return async (who, signal) => {
    const profile = await privage.profile.get(who, { signal });
    queryClient.setQueryData(queries.profile({ card_no: profile.card_no }).queryKey, profile);
    return memberOf(profile);
  };
};
