import type { Transaction } from "@privage-addons/addon-sdk";
import { useAddOnQueries, usePrivage } from "@privage-addons/addon-sdk/react";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";
import { addDays, dayInZone, startOfDayInZone } from "../i18n/days.ts";
import { useFormat } from "../i18n/locale-context.tsx";
import { readLatestTransactions } from "./latest-transactions.ts";

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
  /** Whether the whole period was read; otherwise its oldest movements are left out. */
  readonly isComplete: boolean;
}

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
      const from = startOfDayInZone(addDays(dayInZone(Date.now(), timeZone), 1 - days), timeZone);
      const { lines, isComplete } = await readLatestTransactions(privage, from, signal);
      const movements = lines.filter(({ card_no }) => card_no === cardNo).map(movementOf);
      return { movements: movements.toReversed(), isComplete };
    },
  });
};
