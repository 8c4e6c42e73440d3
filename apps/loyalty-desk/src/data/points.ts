import type { PrivageClient, Transaction } from "@privage-addons/addon-sdk";
import { useAddOnQueries, usePrivage } from "@privage-addons/addon-sdk/react";
import { useQueryClient } from "@tanstack/react-query";
import { nextRefNo } from "./ref-no.ts";
import { outcomeOf, type WriteResult } from "./write-result.ts";

/** What the person asked for. Amounts are exact decimals. */
export type MoveRequest =
  | { readonly kind: "burn"; readonly cardNo: string; readonly points: string }
  | { readonly kind: "add"; readonly cardNo: string; readonly points: string }
  | { readonly kind: "add-for-money"; readonly cardNo: string; readonly money: string };

/** The request under the reference by which it can be found again, whatever happens to the answer. */
export type NamedMove = MoveRequest & { readonly refNo: string; readonly sentAt: number };

/** What the ledger has. */
export interface Receipt {
  readonly id: string;
  readonly cardNo: string;
  readonly refNo: string;
  /** Signed exact decimal. */
  readonly points: string;
  readonly balance: string | undefined;
  /** ISO 8601. */
  readonly recordedAt: string;
}

export type PointsResult = WriteResult<Receipt>;

export interface PointsPort {
  name(request: MoveRequest): NamedMove;
  /** Moves points, once. */
  move(move: NamedMove): Promise<PointsResult>;
  /** Looks an unknown movement up in the ledger; never sends it. */
  check(move: NamedMove): Promise<PointsResult>;
  undo(receipt: Receipt): Promise<PointsResult>;
  checkUndo(receipt: Receipt): Promise<PointsResult>;
}

const DAY_MS = 86_400_000;
/** After this long a movement that is not in the ledger will not come any more: the platform's own calls end sooner. */
const SETTLED_AFTER_MS = 20_000;

const receiptOf = (
  moved: Omit<Receipt, "recordedAt" | "cardNo" | "refNo"> & { card_no: string; ref_no: string | null },
  recordedAt = new Date().toISOString(),
): Receipt => ({
  id: moved.id,
  cardNo: moved.card_no,
  refNo: moved.ref_no ?? "",
  points: moved.points,
  balance: moved.balance,
  recordedAt,
});

const send = async (privage: PrivageClient, move: NamedMove): Promise<Receipt> => {
  const who = { card_no: move.cardNo, ref_no: move.refNo };
  if (move.kind === "burn") return receiptOf(await privage.points.burn({ ...who, points: move.points }));
  if (move.kind === "add")
    return receiptOf(await privage.points.add({ ...who, method: 2, points: move.points }));
  return receiptOf(await privage.points.add({ ...who, method: 1, value: move.money }));
};

const find = async (
  privage: PrivageClient,
  since: number,
  matches: (each: Transaction) => boolean,
): Promise<Transaction | undefined> => {
  // A day's margin: this machine's clock may be wrong, the ledger's is not.
  for await (const each of privage.transactions.iterate({ from: new Date(since - DAY_MS) })) {
    if (matches(each)) return each;
  }
  return undefined;
};

const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));

/**
 * Points movements and their undo, with the caches that they change. Not the SDK's optimistic mutations: a counter shows
 * points as moved when they are moved.
 */
export const usePointsPort = (): PointsPort => {
  const privage = usePrivage();
  const queries = useAddOnQueries();
  const queryClient = useQueryClient();

  const settle = (cardNo: string, result: PointsResult): PointsResult => {
    const balance = result.outcome === "recorded" ? result.value.balance : undefined;
    if (balance !== undefined)
      queryClient.setQueryData(
        queries.profile({ card_no: cardNo }).queryKey,
        (profile) => profile && { ...profile, points: balance },
      );
    void queryClient.invalidateQueries({ queryKey: queries.profiles() });
    void queryClient.invalidateQueries({ queryKey: queries.allTransactions() });
    return result;
  };

  return {
    name: (request) => ({ ...request, refNo: nextRefNo(), sentAt: Date.now() }),
    move: async (move) => settle(move.cardNo, await outcomeOf(send(privage, move), move.refNo)),
    check: async (move) => {
      const lookUp = async (): Promise<Receipt> => {
        const isIt = (each: Transaction) => each.ref_no === move.refNo && each.type !== "VOID";
        let found = await find(privage, move.sentAt, isIt);
        if (!found) {
          await pause(Math.max(0, move.sentAt + SETTLED_AFTER_MS - Date.now()));
          found = await find(privage, move.sentAt, isIt);
        }
        if (!found) throw new NotInLedger();
        return receiptOf(found, found.created_at);
      };
      return settle(move.cardNo, await looked(lookUp(), move.refNo));
    },
    undo: async (receipt) => {
      const undone = privage.transactions
        .voidById(receipt.id)
        .then(({ points, balance }) => ({ ...receipt, points, balance }));
      return settle(receipt.cardNo, await outcomeOf(undone, receipt.refNo));
    },
    checkUndo: async (receipt) => {
      const lookUp = async (): Promise<Receipt> => {
        const found = await find(privage, Date.parse(receipt.recordedAt), ({ id }) => id === receipt.id);
        if (!found?.voided_at) throw new NotInLedger();
        return { ...receipt, balance: undefined };
      };
      return settle(receipt.cardNo, await looked(lookUp(), receipt.refNo));
    },
  };
};

/** The ledger was read, and it is not there. */
class NotInLedger extends Error {
  override readonly name = "NotInLedger";
}

/** A look that failed leaves the outcome unknown; a look that found nothing makes repeating safe. */
const looked = async (look: Promise<Receipt>, refNo: string): Promise<PointsResult> => {
  try {
    return { outcome: "recorded", value: await look };
  } catch (error) {
    if (error instanceof NotInLedger) return { outcome: "not-recorded", error };
    return { outcome: "unknown", error, refNo };
  }
};
