import type { Clock } from "../clock/clock.ts";
import { type Answer, json } from "../server/answer.ts";
import { failure } from "./errors.ts";
import type { PrivageHandlers, Session } from "./handlers.ts";
import { pageOf } from "./paging.ts";

interface Window {
  readonly page?: number;
  readonly size?: number;
  readonly from?: string;
  readonly to?: string;
}

const list = ({ query, caller }: { query: Window; caller: Session }): Answer => {
  const { ledger } = caller.books;
  // Half-open: `from` is inside the window, `to` is not.
  const first = query.from === undefined ? 0 : ledger.positionAt(Date.parse(query.from));
  const end = query.to === undefined ? ledger.size : ledger.positionAt(Date.parse(query.to));
  return json(
    200,
    pageOf(query, Math.max(0, end - first), (row) => ledger.at(first + row)),
  );
};

type TransactionHandlers = Pick<
  PrivageHandlers,
  | "listTransactions"
  | "listTransactionsV1"
  | "voidTransactionById"
  | "voidTransactionByRefNo"
  | "voidTransactionByRefId"
>;

/** Reading the ledger, and undoing one movement by a movement of the opposite sign. */
export const createTransactionHandlers = (clock: Clock): TransactionHandlers => {
  const voidAt = (session: Session, position: number | undefined): Answer => {
    const { ledger } = session.books;
    if (position === undefined) return failure(404, "Transaction not found");
    const original = ledger.at(position);
    if (original.type === "VOID") return failure(409, "A void cannot be voided");
    if (ledger.isVoided(position)) return failure(409, "Transaction has already been voided");
    const member = ledger.memberAt(position);
    const hundredths = -ledger.hundredthsAt(position);
    if (ledger.balanceOf(member) + hundredths < 0) return failure(409, "The points have already been spent");
    const now = clock.now();
    ledger.markVoided(position, now);
    const undone = ledger.at(
      ledger.append({ member, type: "VOID", hundredths, value: null, refNo: null }, now),
    );
    return json(200, {
      message: "Transaction voided",
      id: original.id,
      ref_id: original.ref_id,
      ref_no: original.ref_no,
      card_no: original.card_no,
      points: undone.points,
      balance: undone.balance,
    });
  };

  return {
    listTransactions: list,
    listTransactionsV1: list,
    voidTransactionById: ({ params, caller }) => voidAt(caller, caller.books.ledger.byId(params.id)),
    voidTransactionByRefId: ({ params, caller }) => voidAt(caller, caller.books.ledger.byRefId(params.refId)),
    voidTransactionByRefNo: ({ params, caller }) => {
      const { ledger } = caller.books;
      const positions = ledger.byRefNo(params.refNo);
      // With duplicates the latest that still stands is meant; if none stands, the latest says why not.
      const standing = positions.findLast((position) => !ledger.isVoided(position));
      return voidAt(caller, standing ?? positions.at(-1));
    },
  };
};
