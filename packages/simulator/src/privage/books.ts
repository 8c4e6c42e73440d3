import type { Business } from "../data/businesses.ts";
import { createHash } from "../data/hash.ts";
import { type Coupons, createCoupons } from "./coupon-store.ts";
import { createDirectory, type Directory } from "./directory.ts";
import { createLedger, type Ledger } from "./ledger.ts";
import { seedLedger } from "./seeded-ledger.ts";

/** Everything one business keeps at Privage. */
export interface BusinessBooks {
  readonly business: Business;
  readonly directory: Directory;
  readonly ledger: Ledger;
  readonly coupons: Coupons;
  readonly startsAt: number;
  readonly reset: () => void;
}

export interface BooksOptions {
  readonly seed: number;
  readonly members: number;
  readonly transactions: number;
  /** Now, when the simulator starts: the seeded history ends there. */
  readonly startsAt: number;
}

export const createBooks = (business: Business, options: BooksOptions): BusinessBooks => {
  const { seed, members, transactions, startsAt } = options;
  // Each business has its own stream, by its code.
  const own = [...business.code].reduce((sum, letter) => Math.imul(sum, 31) + letter.charCodeAt(0), seed);
  const hash = createHash(own);
  const directory = createDirectory(business, hash, members, startsAt);
  const seeded = seedLedger(hash, { members, transactions, endsAt: startsAt });
  const ledger = createLedger(seeded, directory, business.moneyPerPoint);
  const coupons = createCoupons(business, hash, startsAt);
  return {
    business,
    directory,
    ledger,
    coupons,
    startsAt,
    reset: () => {
      ledger.reset();
      coupons.reset();
    },
  };
};
