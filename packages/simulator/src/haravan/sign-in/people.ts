import type { Shop } from "../shops.ts";

/** Somebody who can sign in to a shop. Only its owner may install apps. */
export interface Person {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly isOwner: boolean;
}

export const peopleOf = ({ facts }: Shop): readonly [Person, ...Person[]] => {
  const host = facts.email.split("@")[1] ?? "shop.example";
  return [
    { id: `${facts.id}-1`, name: "Owner", email: facts.email, isOwner: true },
    { id: `${facts.id}-2`, name: "Staff", email: `staff@${host}`, isOwner: false },
  ];
};
