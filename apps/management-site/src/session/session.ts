/**
 * Who is signed in, and for which business.
 *
 * The user JWT never leaves this closure except as the Authorization header of a mint. What survives a reload is the
 * choice (staff member and business), not the token: the demo signs in again, as the real site does with its cookie.
 * Other tabs follow a log out through the `storage` event.
 */
import { isAddOnError } from "@privage-addons/contracts";
import { createStore, type StoreApi } from "zustand/vanilla";
import type { StaffBusiness, StaffDirectory, StaffMember, StaffRole } from "./privage-staff.ts";

export type SignedOutReason = "logged-out" | "expired";

export type SessionState =
  | { readonly status: "loading" }
  | { readonly status: "unreachable" }
  | {
      readonly status: "signed-out";
      readonly staff: readonly StaffMember[];
      readonly reason?: SignedOutReason;
      /** The last attempt failed; the member may be chosen again. */
      readonly failed?: boolean;
    }
  | { readonly status: "signing-in"; readonly staff: readonly StaffMember[]; readonly member: StaffMember }
  | {
      readonly status: "signed-in";
      readonly staff: readonly StaffMember[];
      readonly member: StaffMember;
      readonly business: StaffBusiness;
    };

export interface Session {
  readonly store: StoreApi<SessionState>;
  /** Reads the staff list and resumes the choice kept from before, if any. Never rejects. */
  start(): Promise<void>;
  signIn(member: StaffMember, businessCode?: string): Promise<void>;
  switchBusiness(businessCode: string): void;
  /**
   * Gives the person another role, as the owner might do elsewhere while they work: its permissions are those of whoever on
   * the staff has that role. Not kept; a reload brings the real one back.
   */
  changeRole(role: StaffRole): void;
  signOut(reason: SignedOutReason): void;
  /**
   * The JWT for minting; `renew` when Privage refused the last one. Rejects when nobody is signed in, when the person is no
   * longer signed in once the new one is there, or when it cannot be had; if Privage refuses one, the person is signed out
   * as well.
   */
  getUserToken(options: { readonly renew: boolean }): Promise<string>;
}

const STORAGE_KEY = "privage-site.session";

export const createSession = (directory: StaffDirectory, page: Window): Session => {
  const store = createStore<SessionState>(() => ({ status: "loading" }));
  const change = (state: SessionState) => store.setState(state, true);
  let userToken: string | undefined;
  // Counts who comes and who goes: an answer that was asked for in an earlier turn is nobody's any more.
  let turn = 0;

  const staff = () => {
    const state = store.getState();
    return "staff" in state ? state.staff : [];
  };

  const signInFrom = async (list: readonly StaffMember[], member: StaffMember, businessCode?: string) => {
    const mine = ++turn;
    change({ status: "signing-in", staff: list, member });
    let token: string;
    try {
      token = await directory.signIn(member.id);
    } catch {
      if (mine === turn) change({ status: "signed-out", staff: list, failed: true });
      return;
    }
    if (mine !== turn) return;
    userToken = token;
    const business = member.businesses.find(({ code }) => code === businessCode) ?? member.businesses[0];
    keep(page, { staffId: member.id, businessCode: business.code });
    change({ status: "signed-in", staff: list, member, business });
  };

  const signOut = (reason: SignedOutReason) => {
    turn++;
    userToken = undefined;
    keep(page, undefined);
    change({ status: "signed-out", staff: staff(), reason });
  };

  page.addEventListener("storage", ({ key, newValue }) => {
    const { status } = store.getState();
    const isOver = key === STORAGE_KEY && newValue === null;
    if (isOver && (status === "signed-in" || status === "signing-in")) signOut("logged-out");
  });

  return {
    store,
    start: async () => {
      change({ status: "loading" });
      try {
        const list = await directory.list();
        const kept = recall(page);
        const member = kept && list.find(({ id }) => id === kept.staffId);
        if (member) await signInFrom(list, member, kept.businessCode);
        else change({ status: "signed-out", staff: list });
      } catch {
        change({ status: "unreachable" });
      }
    },
    signIn: (member, businessCode) => signInFrom(staff(), member, businessCode),
    switchBusiness: (businessCode) => {
      const state = store.getState();
      if (state.status !== "signed-in") return;
      const business = state.member.businesses.find(({ code }) => code === businessCode);
      if (!business) return;
      keep(page, { staffId: state.member.id, businessCode });
      change({ ...state, business });
    },
    changeRole: (role) => {
      const state = store.getState();
      if (state.status !== "signed-in") return;
      const permissions = state.staff.find((colleague) => colleague.role === role)?.permissions;
      if (permissions) change({ ...state, member: { ...state.member, role, permissions } });
    },
    signOut,
    getUserToken: async ({ renew }) => {
      const state = store.getState();
      if (state.status !== "signed-in" || userToken === undefined) throw new Error("Nobody is signed in.");
      if (!renew) return userToken;
      const mine = turn;
      let renewed: string;
      try {
        renewed = await directory.signIn(state.member.id);
      } catch (error) {
        // Unreachable heals by itself; refused does not, and the person must sign in again.
        const isRefused = isAddOnError(error) && error.code === "UPSTREAM_REJECTED";
        if (isRefused && mine === turn) signOut("expired");
        throw error;
      }
      if (mine !== turn) throw new Error("Whoever asked is no longer signed in.");
      userToken = renewed;
      return renewed;
    },
  };
};

interface Kept {
  readonly staffId: string;
  readonly businessCode: string;
}

const keep = (page: Window, choice: Kept | undefined) => {
  if (choice) page.localStorage.setItem(STORAGE_KEY, JSON.stringify(choice));
  else page.localStorage.removeItem(STORAGE_KEY);
};

const recall = (page: Window): Kept | undefined => {
  try {
    const kept: unknown = JSON.parse(page.localStorage.getItem(STORAGE_KEY) ?? "null");
    if (typeof kept !== "object" || kept === null) return undefined;
    const { staffId, businessCode } = kept as Record<string, unknown>;
    return typeof staffId === "string" && typeof businessCode === "string"
      ? { staffId, businessCode }
      : undefined;
  } catch {
    return undefined;
  }
};
