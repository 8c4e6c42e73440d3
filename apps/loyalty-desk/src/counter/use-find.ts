import { useState } from "react";
import { currentPath, goTo } from "../app/location.ts";
import { isNotFound } from "../app/problems.ts";
import { type Member, useFindMember } from "../data/members.ts";
import { isCounterPath, memberPath } from "./member-path.ts";
import { useRecentMembers } from "./recent-members.ts";
import type { Search } from "./search-kind.ts";

export type FindState =
  | { readonly name: "idle" }
  | { readonly name: "looking" }
  | { readonly name: "names"; readonly wanted: string }
  | { readonly name: "not-found"; readonly wanted: string }
  | { readonly name: "failed"; readonly search: Search; readonly error: unknown };

export interface Finder {
  readonly state: FindState;
  readonly find: (search: Search) => void;
  readonly clear: () => void;
}

/** Looks a member up and opens them. */
export const useFind = (): Finder => {
  const findMember = useFindMember();
  const remember = useRecentMembers((recent) => recent.remember);
  const [state, setState] = useState<FindState>({ name: "idle" });

  const find = async (search: Search) => {
    if (search.kind === "name") {
      setState({ name: "names", wanted: search.value });
      return;
    }
    setState({ name: "looking" });
    try {
      const member = await lookUp(findMember, search);
      remember(member);
      setState({ name: "idle" });
      // Who has gone to another screen meanwhile is not fetched back.
      if (isCounterPath(currentPath())) goTo(memberPath(member.cardNo));
    } catch (error) {
      setState(
        isNotFound(error) ? { name: "not-found", wanted: search.value } : { name: "failed", search, error },
      );
    }
  };

  return { state, find: (search) => void find(search), clear: () => setState({ name: "idle" }) };
};

/** Digits that look like a phone number may still be a card's: try both before saying that nobody has them. */
const lookUp = async (findMember: ReturnType<typeof useFindMember>, search: Search): Promise<Member> => {
  if (search.kind !== "phone") return findMember({ card_no: search.value });
  try {
    return await findMember({ phone_number: search.value });
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return findMember({ card_no: search.value });
  }
};
