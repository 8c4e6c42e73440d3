import { AddOnError } from "@privage-addons/contracts";
import { describe, expect, test } from "vitest";
import type { StaffDirectory, StaffMember } from "../src/session/privage-staff.ts";
import { createSession } from "../src/session/session.ts";

const CAFE = { code: "CAFE01", name: "Café", currency: "THB", locale: "th-TH" };
const memberOf = (id: string): StaffMember => ({
  id,
  name: id,
  role: "cashier",
  permissions: [],
  businesses: [CAFE],
});
const OWNER = memberOf("owner");
const CASHIER = memberOf("cashier");

/** A page with storage and events, as far as the session uses them. */
const createPage = () => {
  const kept = new Map<string, string>();
  const localStorage = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  return Object.assign(new EventTarget(), { localStorage }) as unknown as Window;
};

/** A sign-in at Privage that waits for its answer. */
interface SignInCall {
  resolve(token: string): void;
  reject(error: Error): void;
}

const openSession = async () => {
  const calls: SignInCall[] = [];
  const directory: StaffDirectory = {
    list: async () => [OWNER, CASHIER],
    signIn: () => new Promise((resolve, reject) => calls.push({ resolve, reject })),
  };
  const page = createPage();
  const session = createSession(directory, page);
  await session.start();
  const lastCall = () => {
    const call = calls.at(-1);
    if (!call) throw new Error("Nobody has signed in.");
    return call;
  };
  return {
    session,
    page,
    lastCall,
    signIn: async (member: StaffMember) => {
      const done = session.signIn(member);
      lastCall().resolve(`${member.id}-jwt`);
      await done;
    },
  };
};

const refusal = new AddOnError("UPSTREAM_REJECTED", "Privage answered 403.");

describe("the session", () => {
  test("never lets a renewal that comes late replace the token of whoever signed in since", async () => {
    const { session, signIn, lastCall } = await openSession();
    await signIn(OWNER);
    const renewed = session.getUserToken({ renew: true });
    const late = lastCall();
    session.signOut("logged-out");
    await signIn(CASHIER);

    late.resolve("owner-jwt-2");

    await expect(renewed).rejects.toThrow("signed in");
    expect(await session.getUserToken({ renew: false })).toBe("cashier-jwt");
  });

  test("stays signed in when the renewal of whoever was there before is refused", async () => {
    const { session, signIn, lastCall } = await openSession();
    await signIn(OWNER);
    const renewed = session.getUserToken({ renew: true });
    const late = lastCall();
    session.signOut("logged-out");
    await signIn(CASHIER);

    late.reject(refusal);

    await expect(renewed).rejects.toBe(refusal);
    expect(session.store.getState()).toMatchObject({ status: "signed-in", member: CASHIER });
  });

  test("ends when its own renewal is refused, and goes on when it succeeds", async () => {
    const { session, signIn, lastCall } = await openSession();
    await signIn(OWNER);
    const renewed = session.getUserToken({ renew: true });
    lastCall().resolve("owner-jwt-2");
    expect(await renewed).toBe("owner-jwt-2");
    expect(await session.getUserToken({ renew: false })).toBe("owner-jwt-2");

    const refused = session.getUserToken({ renew: true });
    lastCall().reject(refusal);
    await expect(refused).rejects.toBe(refusal);
    expect(session.store.getState()).toMatchObject({ status: "signed-out", reason: "expired" });
  });

  test.each(["answered", "refused"])(
    "of two quick sign-ins the later one counts, when the first is %s last",
    async (how) => {
      const { session, signIn, lastCall } = await openSession();
      const first = session.signIn(OWNER);
      const late = lastCall();
      await signIn(CASHIER);

      if (how === "answered") late.resolve("owner-jwt");
      else late.reject(refusal);
      await first;

      expect(session.store.getState()).toMatchObject({ status: "signed-in", member: CASHIER });
      expect(await session.getUserToken({ renew: false })).toBe("cashier-jwt");
    },
  );

  test("a log out in another tab ends a sign-in that is under way", async () => {
    const { session, page, lastCall } = await openSession();
    const done = session.signIn(OWNER);

    page.dispatchEvent(Object.assign(new Event("storage"), { key: "privage-site.session", newValue: null }));
    lastCall().resolve("owner-jwt");
    await done;

    expect(session.store.getState().status).toBe("signed-out");
    await expect(session.getUserToken({ renew: false })).rejects.toThrow("Nobody is signed in");
  });
});
