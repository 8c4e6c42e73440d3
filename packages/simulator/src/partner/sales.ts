import type { Clock } from "../clock/clock.ts";
import { json } from "../server/answer.ts";
import type { Application } from "./applications.ts";
import { invalidQuery, notFound } from "./errors.ts";
import type { PartnerHandlers } from "./handlers.ts";
import { indexBefore, listPage } from "./paging.ts";

const DAY_MS = 24 * 3600 * 1000;
const MAX_DAYS = 30;

const dayOf = (time: number) => new Date(time).toISOString().slice(0, 10);
const startOf = (day: string) => Date.parse(`${day}T00:00:00.000Z`);

/** The branches a call speaks of: those it names, as far as the application may see them; all of those by default. */
export const visibleBranches = (
  { branchIds }: Application,
  wanted: readonly string[] | undefined,
): ReadonlySet<string> =>
  wanted === undefined
    ? branchIds
    : new Set(wanted.map((id) => id.toLowerCase()).filter((id) => branchIds.has(id)));

export const createSaleHandlers = (clock: Clock): Pick<PartnerHandlers, "listSales" | "listSaleItems"> => ({
  listSales: ({ query, caller }) => {
    const today = startOf(dayOf(clock.now()));
    const to = query.to === undefined ? today : startOf(query.to);
    const from = query.from === undefined ? to - MAX_DAYS * DAY_MS : startOf(query.from);
    // The default of `from` is held to the same rule as a given one: with only an older `to` it fails.
    if (from < today - MAX_DAYS * DAY_MS)
      return invalidQuery("from", `must be at most ${MAX_DAYS} days before today`);
    if (to - from > MAX_DAYS * DAY_MS)
      return invalidQuery("to", `must be at most ${MAX_DAYS} days after from`);
    if (to < from) return invalidQuery("to", "must not be before from");
    const branches = visibleBranches(caller, query.branch_id);
    const { sales } = caller.store;
    return listPage(sales, query, {
      from: indexBefore(sales, to + DAY_MS),
      until: indexBefore(sales, from),
      keep: (sale) =>
        branches.has(sale.branch_id) && (query.status === undefined || sale.status === query.status),
    });
  },
  listSaleItems: ({ params, caller }) => {
    const { sales } = caller.store;
    const index = sales.indexOf(params.id);
    // A sale of a branch out of reach looks like one that does not exist.
    if (index === undefined || !caller.branchIds.has(sales.branchAt(index).id)) return notFound();
    return json(200, { data: sales.itemsAt(index) });
  },
});
