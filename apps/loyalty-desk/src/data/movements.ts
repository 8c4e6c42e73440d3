import type { Transaction } from "@privage-addons/addon-sdk";
import { useAddOnQueries, usePrivage } from "@privage-addons/addon-sdk/react";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { addDays, dayInZone } from "../i18n/days.ts";
import { useFormat } from "../i18n/locale-context.tsx";

/** One line of a member's ledger. */
export interface Movement {
  readonly id: string;
  readonly type: string;
  /** Signed exact decimal. */
  readonly points: string;
  /** After this movement. */
  readonly balance: string;
  readonly refNo: string;
  readonly createdAt: string;
  readonly isVoided: boolean;
}

export interface Movements {
  /** Latest first. */
  readonly movements: readonly Movement[];
  /** Whether the whole period was read. */
  readonly isComplete: boolean;
}

/** Privage lists the whole shop's ledger, without a filter by member: this many lines are read at most. */
const MOST_LINES = 20_000;

const movementOf = (transaction: Transaction): Movement => ({
  id: transaction.id,
  type: transaction.type,
  points: transaction.points,
  balance: transaction.balance,
  refNo: transaction.ref_no ?? "",
  createdAt: transaction.created_at,
  isVoided: Boolean(transaction.voided_at),
});

/** A member's movements of the last `days` days, today included, as the shop counts days. */
export const useMovements = (cardNo: string, days: number): UseQueryResult<Movements> => {
  const privage = usePrivage();
  const queries = useAddOnQueries();
  const { timeZone } = useFormat();
  return useQuery({
    queryKey: [...queries.allTransactions(), "of-member", cardNo, days, timeZone],
    queryFn: async ({ signal }) => {
      const from = addDays(dayInZone(Date.now(), timeZone), 1 - days);
      const movements: Movement[] = [];
      let lines = 0;
      for await (const transaction of privage.transactions.iterate({ from, timeZone }, { signal })) {
        if (transaction.card_no === cardNo) movements.push(movementOf(transaction));
        lines += 1;
        if (lines >= MOST_LINES) break;
      }
      return { movements: movements.toReversed(), isComplete: lines < MOST_LINES };
    },
  });
};
