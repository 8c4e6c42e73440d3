/**
 * Signing in to Privage. The platform's own login is not part of its Open API, so the demo's stand-in lives under the
 * simulator's `/_sim` routes: it lists the staff there is, and gives a user JWT for one of them.
 */

import { AddOnError } from "@privage-addons/contracts";

export interface StaffBusiness {
  /** Privage's `business_code`. */
  readonly code: string;
  readonly name: string;
  /** ISO 4217. */
  readonly currency: string;
  /** BCP 47, the business's own language, e.g. `"th-TH"`. */
  readonly locale: string;
}

export interface StaffMember {
  readonly id: string;
  readonly name: string;
  readonly role: StaffRole;
  readonly permissions: readonly string[];
  /** Never empty. */
  readonly businesses: readonly [StaffBusiness, ...StaffBusiness[]];
}

export const STAFF_ROLES = ["owner", "cashier", "read-only"] as const;

export type StaffRole = (typeof STAFF_ROLES)[number];

export interface StaffDirectory {
  /** Rejects with UPSTREAM_UNAVAILABLE, or with UPSTREAM_REJECTED when Privage answers something else. */
  list(): Promise<readonly StaffMember[]>;
  /** Resolves to the user JWT of that member. Rejects as `list` does. */
  signIn(staffId: string): Promise<string>;
}

export const createStaffDirectory = (
  baseUrl: string,
  fetchFrom: typeof fetch = (...request) => fetch(...request),
): StaffDirectory => {
  const read = async (path: string, init?: RequestInit): Promise<unknown> => {
    let response: Response;
    try {
      response = await fetchFrom(baseUrl + path, init);
    } catch (cause) {
      throw new AddOnError("UPSTREAM_UNAVAILABLE", `Privage did not answer to ${path}.`, { cause });
    }
    if (response.ok) return response.json();
    const code = response.status < 500 ? "UPSTREAM_REJECTED" : "UPSTREAM_UNAVAILABLE";
    throw new AddOnError(code, `Privage answered ${response.status} to ${path}.`);
  };
  return {
    list: async () => {
      const answer = await read("/_sim/staff");
      if (!isRecord(answer) || !Array.isArray(answer["staff"])) throw malformed("the staff list");
      return answer["staff"].map(staffMemberOf);
    },
    signIn: async (staffId) => {
      const answer = await read("/_sim/sign-in", {
        method: "POST",
        headers: { "content-type": "application/json" },
        body: JSON.stringify({ staff_id: staffId }),
      });
      if (!isRecord(answer) || typeof answer["user_jwt"] !== "string") throw malformed("the sign-in");
      return answer["user_jwt"];
    },
  };
};

const staffMemberOf = (value: unknown): StaffMember => {
  if (!isRecord(value)) throw malformed("a member of staff");
  const { staff_id, name, role, permissions, businesses } = value;
  if (!Array.isArray(permissions) || !Array.isArray(businesses)) throw malformed("a member of staff");
  const [first, ...others] = businesses.map(businessOf);
  if (!first) throw malformed("a member of staff without a business");
  return {
    id: text(staff_id),
    name: text(name),
    role: roleOf(role),
    permissions: permissions.map(text),
    businesses: [first, ...others],
  };
};

const businessOf = (value: unknown): StaffBusiness => {
  if (!isRecord(value)) throw malformed("a business");
  const { business_code, name, currency, locale } = value;
  return { code: text(business_code), name: text(name), currency: text(currency), locale: text(locale) };
};

/** An unknown role may do the least. */
const roleOf = (value: unknown): StaffRole =>
  value === "owner" || value === "cashier" ? value : "read-only";

const text = (value: unknown): string => {
  if (typeof value !== "string" || value === "") throw malformed("a text");
  return value;
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null;

const malformed = (what: string) =>
  new AddOnError("UPSTREAM_REJECTED", `Privage's answer is not what was expected: ${what}.`);
