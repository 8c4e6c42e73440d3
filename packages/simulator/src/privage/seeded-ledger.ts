import type { Hash } from "../data/hash.ts";

/**
 * The history a business starts with, as plain columns: a million movements are 24 MB and made in well under a second.
 * Points are counted in hundredths, so that sums are exact. Oldest first.
 */
export interface SeededLedger {
  readonly size: number;
  readonly members: number;
  readonly memberOf: Uint32Array;
  readonly hundredths: Int32Array;
  /** The member's balance after the movement. */
  readonly balances: Float64Array;
  /** Milliseconds since the epoch, ascending. */
  readonly times: Float64Array;
  /** By member, after all of it. */
  readonly finalBalances: Float64Array;
}

const STREAM = { member: 1, size: 2, kind: 3, jitter: 4 } as const;
const SPAN_MS = 180 * 24 * 3600 * 1000;
/** The well-known first member takes part in every 40th movement, so that there is always something to see. */
const FIRST_MEMBER_EVERY = 40;

export const seedLedger = (
  hash: Hash,
  options: { readonly members: number; readonly transactions: number; readonly endsAt: number },
): SeededLedger => {
  const { members, transactions: size, endsAt } = options;
  const memberOf = new Uint32Array(size);
  const hundredths = new Int32Array(size);
  const balances = new Float64Array(size);
  const times = new Float64Array(size);
  const current = new Float64Array(members);
  const step = SPAN_MS / Math.max(1, size);
  for (let index = 0; index < size; index += 1) {
    const member = index % FIRST_MEMBER_EVERY === 0 ? 0 : hash(STREAM.member, index) % members;
    const amount = 100 + (hash(STREAM.size, index) % 25_000);
    const balance = current[member] ?? 0;
    const burns = hash(STREAM.kind, index) % 10 < 4 && balance >= amount;
    // Burned points are whole, as a till shows them; earned ones have decimals.
    const moved = burns ? -(amount - (amount % 100)) : amount;
    current[member] = balance + moved;
    memberOf[index] = member;
    hundredths[index] = moved;
    balances[index] = balance + moved;
    const jitter = (hash(STREAM.jitter, index) / 2 ** 32) * step;
    times[index] = Math.floor(endsAt - SPAN_MS + index * step + jitter);
  }
  return { size, members, memberOf, hundredths, balances, times, finalBalances: current };
};
