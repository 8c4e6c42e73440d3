import { BUSINESSES } from "../data/businesses.ts";

/** The people who can sign in to the Management Site. Privage's own login is outside its Open API. */
export interface StaffMember {
  readonly staff_id: string;
  readonly name: string;
  readonly role: "owner" | "cashier" | "read-only";
  readonly permissions: readonly string[];
  readonly businesses: readonly {
    readonly business_code: string;
    readonly name: string;
    readonly currency: string;
    readonly locale: string;
  }[];
}

const READ = ["members:read", "points:read", "coupons:read", "campaigns:read"];
const WRITE = ["points:write", "coupons:write"];

const worksAt = (...codes: string[]): StaffMember["businesses"] =>
  BUSINESSES.filter(({ code }) => codes.includes(code)).map(({ code, name, currency, locale }) => ({
    business_code: code,
    name,
    currency,
    locale,
  }));

export const STAFF: readonly StaffMember[] = [
  {
    staff_id: "staff-owner",
    name: "Malee Srisuk",
    role: "owner",
    permissions: [...READ, ...WRITE, "sales:read", "shop:read", "settings:write"],
    businesses: worksAt("CAFE01", "PHO02"),
  },
  {
    staff_id: "staff-cashier",
    name: "Trần Quốc Bảo",
    role: "cashier",
    permissions: [...READ, ...WRITE],
    businesses: worksAt("CAFE01", "PHO02"),
  },
  {
    staff_id: "staff-viewer",
    name: "Ploy Thongkham",
    role: "read-only",
    permissions: READ,
    businesses: worksAt("CAFE01"),
  },
];

/** The add-ons that are installed, by appconnect_id, in every business. */
export const ADD_ONS: ReadonlyMap<number, string> = new Map([
  [42, "Loyalty Desk"],
  [43, "Second Add-On"],
]);
