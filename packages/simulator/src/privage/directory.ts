import type { Business } from "../data/businesses.ts";
import { type Hash, pick } from "../data/hash.ts";

/** Who a member is, by position; nothing is stored, everything follows from the seed. */
interface Member {
  readonly index: number;
  readonly memberId: string;
  readonly cardNo: string;
  readonly phoneNumber: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string | null;
  readonly birthDate: string;
  readonly joinedAt: number;
}

export interface Directory {
  readonly size: number;
  readonly at: (index: number) => Member;
  /** The two that every line of the ledger shows, without the rest. */
  readonly cardOf: (index: number) => string;
  readonly phoneOf: (index: number) => string;
  readonly byPhone: (phone: string) => number | undefined;
  readonly byCard: (card: string) => number | undefined;
  readonly byId: (memberId: string) => number | undefined;
}

const STREAM = { first: 11, last: 12, email: 13, birth: 14, joined: 15 } as const;
const DAY_MS = 24 * 3600 * 1000;
const FIRST_ID = 100_001;

// Phone numbers are a permutation of the positions, so that a number leads back to its member without an index.
// MULTIPLIER has no common factor with 10^8; the first member gets the well-known 12345678.
const PHONES = 100_000_000n;
const MULTIPLIER = 7_654_321n;
const OFFSET = 12_345_678n;
const inverse = (value: bigint, modulus: bigint): bigint => {
  let [previous, rest, [x, y]] = [modulus, value, [0n, 1n]];
  while (rest !== 0n) {
    const quotient = previous / rest;
    [previous, rest] = [rest, previous - quotient * rest];
    [x, y] = [y, x - quotient * y];
  }
  return ((x % modulus) + modulus) % modulus;
};
const INVERSE = inverse(MULTIPLIER, PHONES);

const phoneTail = (index: number) => String((BigInt(index) * MULTIPLIER + OFFSET) % PHONES).padStart(8, "0");

export const createDirectory = (
  business: Business,
  hash: Hash,
  size: number,
  startsAt: number,
): Directory => {
  const within = (index: number) =>
    Number.isInteger(index) && index >= 0 && index < size ? index : undefined;
  const cardOf = (index: number) => String(index + 1).padStart(3, "0");
  const phoneOf = (index: number) => business.phonePrefix + phoneTail(index);
  const at = (index: number): Member => {
    // Name and family name of the well-known member are the lists' first, for demos and tests.
    const firstName =
      index === 0 ? business.firstNames[0] : pick(business.firstNames, hash(STREAM.first, index));
    const lastName = index === 0 ? business.lastNames[0] : pick(business.lastNames, hash(STREAM.last, index));
    const birth = new Date(Date.UTC(1955, 0, 1) + (hash(STREAM.birth, index) % (50 * 365)) * DAY_MS);
    return {
      index,
      memberId: String(FIRST_ID + index),
      cardNo: cardOf(index),
      phoneNumber: phoneOf(index),
      firstName,
      lastName,
      email: hash(STREAM.email, index) % 3 === 0 ? `member${index + 1}@example.com` : null,
      birthDate: birth.toISOString().slice(0, 10),
      joinedAt: startsAt - (181 + (hash(STREAM.joined, index) % 1500)) * DAY_MS,
    };
  };
  return {
    size,
    at,
    cardOf,
    phoneOf,
    byPhone: (phone) => {
      const { phonePrefix } = business;
      if (!phone.startsWith(phonePrefix) || !/^\d{8}$/.test(phone.slice(phonePrefix.length)))
        return undefined;
      const tail = BigInt(phone.slice(phonePrefix.length));
      return within(Number((((tail - OFFSET + PHONES) % PHONES) * INVERSE) % PHONES));
    },
    byCard: (card) => {
      const index = within(Number(card) - 1);
      return index !== undefined && cardOf(index) === card ? index : undefined;
    },
    byId: (memberId) => (/^\d+$/.test(memberId) ? within(Number(memberId) - FIRST_ID) : undefined),
  };
};
