import { useEffect, useRef, useState } from "react";
import { goTo, onMoved } from "../app/location.ts";
import { isNotFound } from "../data/errors.ts";
import { type FindMember, type Member, useFindMember } from "../data/members.ts";
import { memberPath } from "./member-path.ts";
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
  /** Counts the members found: who is found again starts afresh, whatever is on the screen. */
  readonly finds: number;
  readonly find: (search: Search) => void;
}

/** Looks a member up and opens them. A new search takes the place of one that is still under way, and so does every move. */
export const useFind = (): Finder => {
  const findMember = useFindMember();
  const remember = useRecentMembers((recent) => recent.remember);
  const [state, setState] = useState<FindState>({ name: "idle" });
  const [finds, setFinds] = useState(0);
  const current = useRef<AbortController>(undefined);

  useEffect(() => {
    const forget = onMoved(() => {
      current.current?.abort();
      setState({ name: "idle" });
    });
    return () => {
      forget();
      current.current?.abort();
    };
  }, []);

  const find = async (search: Search) => {
    current.current?.abort();
    const own = new AbortController();
    const { signal } = own;
    current.current = own;
    if (search.kind === "name") {
      setState({ name: "names", wanted: search.value });
      return;
    }
    setState({ name: "looking" });
    try {
      const member = await lookUp(findMember, search, signal);
      if (signal.aborted) return;
      remember(member);
      setFinds((count) => count + 1);
      setState({ name: "idle" });
      goTo(memberPath(member.cardNo));
    } catch (error) {
      if (signal.aborted) return;
      setState(
        isNotFound(error) ? { name: "not-found", wanted: search.value } : { name: "failed", search, error },
      );
    }
  };

  return { state, finds, find: (search) => void find(search) };
};

/** Digits that look like a phone number may still be a card's: try both before saying that nobody has them. */
const lookUp = async (findMember: FindMember, search: Search, signal: AbortSignal): Promise<Member> => {
  if (search.kind !== "phone") return findMember({ card_no: search.value }, signal);
  try {
    return await findMember({ phone_number: search.value }, signal);
  } catch (error) {
    if (!isNotFound(error)) throw error;
    return findMember({ card_no: search.value }, signal);
  }
};
