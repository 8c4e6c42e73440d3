/** A small business in memory: members, a ledger of points, coupons. Amounts in hundredths, so that sums are exact. */

export interface FakeMember {
  readonly member_id: string;
  readonly card_no: string;
  readonly phone_number: string;
  readonly first_name: string;
  readonly last_name: string;
  readonly tier: string | null;
  /** Points to begin with. */
  readonly points: number;
}

export const DEFAULT_MEMBERS: readonly FakeMember[] = [
  {
    member_id: "100001",
    card_no: "001",
    phone_number: "0812345678",
    first_name: "สมหญิง",
    last_name: "ใจดี",
    tier: "GOLD",
    points: 1250.5,
  },
  {
    member_id: "100002",
    card_no: "002",
    phone_number: "0899999999",
    first_name: "ธนา",
    last_name: "สุขใจ",
    tier: null,
    points: 80,
  },
];

/** A refusal as Privage words it. */
export class Refusal extends Error {
  readonly status: number;
  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

interface Entry {
  readonly id: string;
  readonly ref_id: string;
  readonly ref_no: string | null;
  readonly type: "ADD" | "BURN" | "VOID";
  readonly member: FakeMember;
  readonly hundredths: number;
  readonly balance: number;
  readonly value: number | null;
  readonly createdAt: number;
  voidedAt?: number;
}

interface Coupon {
  readonly coupon_uuid: string;
  readonly code: string;
  readonly coupon_set_id: number;
  readonly type: "AUTO_GENERATE";
  status: "GIVEN" | "USED" | "DELETED";
  readonly member_id: string;
  ref_no: string | null;
  readonly given_at: string;
  used_at: string | null;
  readonly expires_at: null;
}

export type Body = Readonly<Record<string, unknown>>;

const hundredthsOf = (value: unknown): number => {
  const hundredths = Math.round(Number(value) * 100);
  if (!(hundredths > 0)) throw new Refusal(400, "points must be a positive number");
  return hundredths;
};

export const createFakeBooks = (members: readonly FakeMember[], now: () => number) => {
  const entries: Entry[] = [];
  const coupons: Coupon[] = [];
  const balances = new Map(members.map(({ member_id, points }) => [member_id, Math.round(points * 100)]));
  const iso = (time: number) => new Date(time).toISOString();

  const find = ({ phone_number, card_no, member_id }: Body): FakeMember => {
    const keys = Object.entries({ phone_number, card_no, member_id }).filter(([, value]) => value != null);
    const found = keys.length
      ? members.find((member) => keys.every(([key, value]) => Object(member)[key] === value))
      : undefined;
    if (!found)
      throw new Refusal(keys.length ? 404 : 400, keys.length ? "Member not found" : "Name a member");
    return found;
  };
  const append = (
    member: FakeMember,
    type: Entry["type"],
    hundredths: number,
    refNo: string | null,
    value: number | null = null,
  ): Entry => {
    const balance = (balances.get(member.member_id) ?? 0) + hundredths;
    if (balance < 0) throw new Refusal(type === "VOID" ? 409 : 400, "Insufficient points");
    balances.set(member.member_id, balance);
    const number = entries.length + 1;
    const entry: Entry = {
      id: `${1_000_000 + number}`,
      ref_id: `r-${number}`,
      ref_no: refNo,
      type,
      member,
      hundredths,
      balance,
      value,
      createdAt: now(),
    };
    entries.push(entry);
    return entry;
  };
  const shownEntry = ({ member, hundredths, balance, createdAt, voidedAt, ...rest }: Entry) => ({
    ...rest,
    card_no: member.card_no,
    phone_number: member.phone_number,
    points: hundredths / 100,
    balance: balance / 100,
    created_at: iso(createdAt),
    voided_at: voidedAt === undefined ? null : iso(voidedAt),
  });
  const moved = (entry: Entry, message: string) => {
    const { card_no, points, balance, id, ref_id, ref_no } = shownEntry(entry);
    return { message, card_no, points, balance, id, ref_id, ref_no };
  };
  const refNoOf = ({ ref_no }: Body): string => {
    if (typeof ref_no === "string" && ref_no) return ref_no;
    throw new Refusal(400, "ref_no must be a string");
  };
  const couponOf = (matches: (coupon: Coupon) => boolean): Coupon => {
    const found = coupons.find((coupon) => matches(coupon) && coupon.status !== "DELETED");
    if (!found) throw new Refusal(404, "Coupon not found");
    return found;
  };

  return {
    profile: (key: Body) => {
      const { points: _, ...member } = find(key);
      return { ...member, points: (balances.get(member.member_id) ?? 0) / 100 };
    },
    transactions: (from: number, to: number) =>
      entries.filter(({ createdAt }) => createdAt >= from && createdAt < to).map(shownEntry),
    add: (body: Body) => {
      const value = body["method"] === 1 ? hundredthsOf(body["value"]) / 100 : null;
      const hundredths = value === null ? hundredthsOf(body["points"]) : Math.floor(value / 25) * 100;
      return moved(append(find(body), "ADD", hundredths, refNoOf(body), value), "Points added");
    },
    burn: (body: Body) =>
      moved(append(find(body), "BURN", -hundredthsOf(body["points"]), refNoOf(body)), "Points burned"),
    void: (key: "id" | "ref_no" | "ref_id", value: string) => {
      const entry = entries.findLast((each) => each[key] === value);
      if (!entry) throw new Refusal(404, "Transaction not found");
      if (entry.voidedAt !== undefined || entry.type === "VOID") throw new Refusal(409, "Already voided");
      const undone = append(entry.member, "VOID", -entry.hundredths, null);
      entry.voidedAt = now();
      const { id, ref_id, ref_no } = entry;
      return { ...moved(undone, "Transaction voided"), id, ref_id, ref_no };
    },
    give: (body: Body) => {
      const number = coupons.length + 1;
      const coupon: Coupon = {
        coupon_uuid: `00000000-0000-4000-8000-${`${number}`.padStart(12, "0")}`,
        code: `FAKE-${number}`,
        coupon_set_id: Number(body["coupon_set_id"]),
        type: "AUTO_GENERATE",
        status: "GIVEN",
        member_id: find({ member_id: body["member_id"] }).member_id,
        ref_no: typeof body["ref_no"] === "string" ? body["ref_no"] : null,
        given_at: iso(now()),
        used_at: null,
        expires_at: null,
      };
      coupons.push(coupon);
      return { ...coupon };
    },
    given: (memberId: string | null) =>
      coupons
        .filter(
          ({ member_id, status }) => status !== "DELETED" && (memberId === null || member_id === memberId),
        )
        .toReversed(),
    check: (code: string) => ({ ...couponOf((coupon) => coupon.code === code) }),
    use: (body: Body) => {
      const coupon = couponOf(({ code }) => code === body["code"]);
      if (coupon.status === "USED") throw new Refusal(409, "Coupon is USED");
      coupon.status = "USED";
      coupon.used_at = iso(now());
      if (typeof body["ref_no"] === "string") coupon.ref_no = body["ref_no"];
      return { ...coupon };
    },
    takeBack: (uuid: string) => {
      const coupon = couponOf(({ coupon_uuid }) => coupon_uuid === uuid);
      if (coupon.status !== "GIVEN") throw new Refusal(409, `Coupon is ${coupon.status}`);
      coupon.status = "DELETED";
      return { message: "Coupon voided", coupon_uuid: uuid, status: coupon.status };
    },
  };
};

export type FakeBooks = ReturnType<typeof createFakeBooks>;
