import type { components } from "@privage-addons/contracts/privage";
import type { Directory } from "./directory.ts";
import type { SeededLedger } from "./seeded-ledger.ts";

type Transaction = components["schemas"]["Transaction"];

/** A movement made since the start. Points in hundredths. */
interface Movement {
  readonly member: number;
  readonly type: "ADD" | "BURN" | "VOID";
  readonly hundredths: number;
  readonly value: number | null;
  readonly refNo: string | null;
}

/** The ledger of one business: what it was seeded with, and what happened since. Positions are ascending in time. */
export interface Ledger {
  readonly size: number;
  readonly seededSize: number;
  readonly balanceOf: (member: number) => number;
  readonly at: (position: number) => Transaction;
  readonly memberAt: (position: number) => number;
  readonly hundredthsAt: (position: number) => number;
  /** First position that is not before `time`. */
  readonly positionAt: (time: number) => number;
  readonly byId: (id: string) => number | undefined;
  readonly byRefId: (refId: string) => number | undefined;
  /** Every movement with this `ref_no`, for the platform does not insist on unique ones. */
  readonly byRefNo: (refNo: string) => readonly number[];
  readonly append: (movement: Movement, time: number) => number;
  readonly isVoided: (position: number) => boolean;
  readonly markVoided: (position: number, time: number) => void;
  readonly reset: () => void;
}

const FIRST_ID = 1_000_001;
const SEEDED_REF = "POS-";

// ref_id is an invertible scramble of the position: opaque for callers, and found again without an index.
const SCRAMBLE = 0x9e3779b1;
let unscramble = SCRAMBLE;
// Newton's iteration for the inverse of an odd number modulo 2^32; five rounds reach all bits.
for (let round = 0; round < 5; round += 1) {
  unscramble = Math.imul(unscramble, 2 - Math.imul(SCRAMBLE, unscramble));
}
const refIdOf = (position: number) =>
  `r-${(Math.imul(position, SCRAMBLE) >>> 0).toString(16).padStart(8, "0")}`;

export const createLedger = (seeded: SeededLedger, directory: Directory, moneyPerPoint: number): Ledger => {
  interface Live extends Movement {
    readonly time: number;
    readonly balance: number;
  }
  let live: Live[] = [];
  let balances = seeded.finalBalances.slice();
  let voidedAt = new Map<number, number>();
  let liveByRefNo = new Map<string, number[]>();

  const size = () => seeded.size + live.length;
  const within = (position: number) =>
    Number.isInteger(position) && position >= 0 && position < size() ? position : undefined;

  const seededAt = (position: number): Live => {
    const hundredths = seeded.hundredths[position] ?? 0;
    return {
      member: seeded.memberOf[position] ?? 0,
      type: hundredths < 0 ? "BURN" : "ADD",
      hundredths,
      // Earned by paying: points times the price of one, with the decimals this gives.
      value: hundredths > 0 ? (hundredths * moneyPerPoint) / 100 : null,
      refNo: SEEDED_REF + String(position + 1).padStart(9, "0"),
      time: seeded.times[position] ?? 0,
      balance: seeded.balances[position] ?? 0,
    };
  };
  const entryAt = (position: number): Live => live[position - seeded.size] ?? seededAt(position);
  const timeAt = (position: number) => live[position - seeded.size]?.time ?? seeded.times[position] ?? 0;

  return {
    get size() {
      return size();
    },
    seededSize: seeded.size,
    balanceOf: (member) => balances[member] ?? 0,
    at: (position) => {
      const entry = entryAt(position);
      const voided = voidedAt.get(position);
      return {
        id: String(FIRST_ID + position),
        ref_id: refIdOf(position),
        ref_no: entry.refNo,
        type: entry.type,
        card_no: directory.cardOf(entry.member),
        phone_number: directory.phoneOf(entry.member),
        points: entry.hundredths / 100,
        balance: entry.balance / 100,
        value: entry.value,
        voided_at: voided === undefined ? null : new Date(voided).toISOString(),
        created_at: new Date(entry.time).toISOString(),
      };
    },
    memberAt: (position) => entryAt(position).member,
    hundredthsAt: (position) => entryAt(position).hundredths,
    positionAt: (time) => {
      let [low, high] = [0, size()];
      while (low < high) {
        const middle = (low + high) >>> 1;
        if (timeAt(middle) < time) low = middle + 1;
        else high = middle;
      }
      return low;
    },
    byId: (id) => (/^\d{1,12}$/.test(id) ? within(Number(id) - FIRST_ID) : undefined),
    byRefId: (refId) => {
      const hex = /^r-([0-9a-f]{8})$/.exec(refId)?.[1];
      return hex === undefined ? undefined : within(Math.imul(Number.parseInt(hex, 16), unscramble) >>> 0);
    },
    byRefNo: (refNo) => {
      const digits = /^POS-(\d{9})$/.exec(refNo)?.[1];
      const position = digits === undefined ? -1 : Number(digits) - 1;
      const fromSeed = position >= 0 && position < seeded.size ? [position] : [];
      return [...fromSeed, ...(liveByRefNo.get(refNo) ?? [])];
    },
    append: (movement, time) => {
      const balance = (balances[movement.member] ?? 0) + movement.hundredths;
      balances[movement.member] = balance;
      const position = size();
      // The clock may have been set back by a reset of another part; the ledger's order must hold all the same.
      live.push({ ...movement, balance, time: Math.max(time, position === 0 ? 0 : timeAt(position - 1)) });
      if (movement.refNo !== null) {
        const known = liveByRefNo.get(movement.refNo);
        if (known) known.push(position);
        else liveByRefNo.set(movement.refNo, [position]);
      }
      return position;
    },
    isVoided: (position) => voidedAt.has(position),
    markVoided: (position, time) => void voidedAt.set(position, time),
    reset: () => {
      live = [];
      balances = seeded.finalBalances.slice();
      voidedAt = new Map();
      liveByRefNo = new Map();
    },
  };
};
