import { create } from "zustand";

/** A member as the desk remembers them: enough to recognise and to open again. */
export interface RecentMember {
  readonly cardNo: string;
  readonly name: string;
  readonly phoneNumber: string;
}

const MOST = 20;

interface RecentMembers {
  readonly members: readonly RecentMember[];
  readonly remember: (member: RecentMember) => void;
  readonly forgetAll: () => void;
}

/** Members seen since the desk was opened. In memory only: a shared counter must not keep customers' names on disk. */
export const useRecentMembers = create<RecentMembers>((set) => ({
  members: [],
  remember: (member) =>
    set(({ members }) => ({
      members: [member, ...members.filter((known) => known.cardNo !== member.cardNo)].slice(0, MOST),
    })),
  forgetAll: () => set({ members: [] }),
}));

/** Compares without case, accents or spaces, so that "nguyen" finds "Nguyễn". */
export const nameMatches = (name: string, wanted: string): boolean => folded(name).includes(folded(wanted));

const folded = (text: string): string =>
  text
    .normalize("NFD")
    // Only Latin accents: the marks of Thai are letters of the name.
    .replace(/[\u0300-\u036f]/g, "")
    .replace(/\s+/g, "")
    .replace(/[đĐ]/g, "d")
    .toLowerCase();
