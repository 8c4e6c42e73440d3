import { json } from "../server/answer.ts";
import type { BusinessBooks } from "./books.ts";
import { failure } from "./errors.ts";
import type { PrivageHandlers } from "./handlers.ts";

/** Who is meant by a phone number, a card number, or both. */
export type Identified = { readonly member: number } | { readonly refusal: ReturnType<typeof failure> };

export const identify = (
  { directory }: BusinessBooks,
  by: { readonly phone_number?: string; readonly card_no?: string },
): Identified => {
  const found = [
    ...(by.phone_number === undefined ? [] : [directory.byPhone(by.phone_number)]),
    ...(by.card_no === undefined ? [] : [directory.byCard(by.card_no)]),
  ];
  const [first, second = first] = found;
  if (found.length === 0) return { refusal: failure(400, ["phone_number or card_no should not be empty"]) };
  if (first === undefined || second === undefined) return { refusal: failure(404, "Member not found") };
  if (first !== second)
    return { refusal: failure(400, ["phone_number and card_no belong to different members"]) };
  return { member: first };
};

const TIERS: readonly (readonly [fromPoints: number, tier: string])[] = [
  [3000, "PLATINUM"],
  [1000, "GOLD"],
  [300, "SILVER"],
];

const tierOf = (points: number) => TIERS.find(([from]) => points >= from)?.[1] ?? "MEMBER";

export const memberHandlers: Pick<PrivageHandlers, "getProfile"> = {
  getProfile: ({ query, caller: { books } }) => {
    const found = identify(books, query);
    if ("refusal" in found) return found.refusal;
    const member = books.directory.at(found.member);
    const points = books.ledger.balanceOf(found.member) / 100;
    return json(200, {
      member_id: member.memberId,
      card_no: member.cardNo,
      phone_number: member.phoneNumber,
      first_name: member.firstName,
      last_name: member.lastName,
      email: member.email,
      birth_date: member.birthDate,
      points,
      tier: tierOf(points),
      joined_at: new Date(member.joinedAt).toISOString(),
    });
  },
};
