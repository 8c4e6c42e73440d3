/** The ledger of the business, and undoing one of its movements. */
import type { Caller, CallOptions } from "../calls/caller.ts";
import { itemsOfPages, type Page } from "../calls/pages.ts";
import { type DateRange, toUtcWindow } from "../values/date-window.ts";
import { type Once, writeOnce } from "./exactly-once.ts";
import type { PrivageParts } from "./parts.ts";
import type { Transaction, VoidedTransaction } from "./types.ts";

const PATH = "/transactions";

export interface TransactionsQuery extends DateRange {
  /** From 1. */
  readonly page?: number | undefined;
  /** Rows per page, 100 when absent, 1000 at most. */
  readonly size?: number | undefined;
}

export interface TransactionsClient {
  /** One page, oldest first. `from` is inclusive, `to` exclusive; local days and times need a `timeZone`. */
  list(query?: TransactionsQuery, options?: CallOptions): Promise<Page<Transaction>>;
  /**
   * Every transaction of a window, fetched page by page as they are used.
   *
   * @example
   * ```ts
   * import { connectToHost, createPrivageClient } from "@privage-addons/addon-sdk";
   *
   * const { transactions } = createPrivageClient((await connectToHost()).session);
   * const today = { from: "2026-04-17", to: "2026-04-18", timeZone: "Asia/Bangkok" };
   * for await (const { ref_no, points } of transactions.iterate(today)) console.info(ref_no, points);
   * ```
   */
  iterate(
    query?: Omit<TransactionsQuery, "page">,
    options?: CallOptions,
  ): AsyncGenerator<Transaction, void, undefined>;
  /** Undoes a movement by one of the opposite sign, once. Already undone, or spent since: UPSTREAM_REJECTED. */
  voidById(id: string, options?: CallOptions): Promise<Once<VoidedTransaction>>;
  voidByRefNo(refNo: string, options?: CallOptions): Promise<Once<VoidedTransaction>>;
  voidByRefId(refId: string, options?: CallOptions): Promise<Once<VoidedTransaction>>;
}

const listTransactions = (
  caller: Caller,
  { page, size, ...range }: TransactionsQuery,
  options?: CallOptions,
): Promise<Page<Transaction>> => caller.get(PATH, { page, size, ...toUtcWindow(range) }, options);

export const createTransactionsClient = ({
  caller,
  clock,
  findMovement,
}: PrivageParts): TransactionsClient => {
  const undo = (
    path: string,
    name: string,
    isIt: (each: Transaction) => boolean,
    options: CallOptions = {},
  ): Promise<Once<VoidedTransaction>> =>
    writeOnce<VoidedTransaction>({
      clock,
      name: `voiding ${name}`,
      signal: options.signal,
      send: () => caller.send("DELETE", `${PATH}/${path}${encodeURIComponent(name)}`, undefined, options),
      lookUp: async () => {
        const found = await findMovement.anywhere(options)((each) => isIt(each) && Boolean(each.voided_at));
        return found && { ...found, message: "Found voided in the ledger", ref_no: found.ref_no };
      },
    });

  return {
    list: (query = {}, options) => listTransactions(caller, query, options),
    iterate: ({ size = 1000, ...range } = {}, options) =>
      itemsOfPages(size, (page) => listTransactions(caller, { ...range, page, size }, options)),
    voidById: (id, options) => undo("", id, (each) => each.id === id, options),
    voidByRefNo: (refNo, options) => undo("ref-no/", refNo, (each) => each.ref_no === refNo, options),
    voidByRefId: (refId, options) => undo("ref-id/", refId, (each) => each.ref_id === refId, options),
  };
};
