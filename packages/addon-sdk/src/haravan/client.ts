/**
 * The Haravan shop of the session's business, through the BFF, which holds the omni token.
 *
 * @see https://docs.haravan.com/docs/omni-apis/
 */
import { type CallOptions, createCaller } from "../calls/caller.ts";
import type { QueryValue } from "../calls/query.ts";
import type { Clock } from "../session/clock.ts";
import type { Session } from "../session/session.ts";
import { compareDecimals } from "../values/decimal.ts";
import { EXACT_FIELDS, type HaravanOrder, type HaravanProduct, type HaravanShop } from "./types.ts";

const LARGEST_LIMIT = 50;

export interface HaravanClientOptions {
  /** Where the BFF is; `""` (the add-on's own origin) when absent. */
  readonly bffBaseUrl?: string;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** Filters of a list, as Haravan names them, e.g. `updated_at_min`, `financial_status`. */
export type HaravanQuery = { readonly [name: string]: QueryValue };

export interface HaravanList<T> {
  list(query?: HaravanQuery, options?: CallOptions): Promise<readonly T[]>;
  count(query?: HaravanQuery, options?: CallOptions): Promise<number>;
  get(id: string, options?: CallOptions): Promise<T>;
  /** Every row once, none skipped when others are added meanwhile. */
  iterate(query?: HaravanQuery, options?: CallOptions): AsyncGenerator<T, void, undefined>;
}

export interface HaravanClient {
  shop(options?: CallOptions): Promise<HaravanShop>;
  readonly products: HaravanList<HaravanProduct>;
  readonly orders: HaravanList<HaravanOrder>;
}

/**
 * @example
 * ```ts
 * import { connectToHost, createHaravanClient } from "@privage-addons/addon-sdk";
 *
 * const { session } = await connectToHost();
 * const { name, currency } = await createHaravanClient(session).shop();
 * ```
 */
export const createHaravanClient = (
  session: Pick<Session, "fetch">,
  { bffBaseUrl = "", ...ports }: HaravanClientOptions = {},
): HaravanClient => {
  const caller = createCaller({
    session,
    baseUrl: `${bffBaseUrl}/haravan/com`,
    decimalFields: EXACT_FIELDS,
    ...ports,
  });

  /**
   * `ascending` makes the list come in the order in which its rows were made; then it is read by `since_id`. A list that
   * has no order comes latest first and is read by page numbers.
   */
  const listOf = <T extends { readonly id?: string }>(
    plural: string,
    singular: string,
    ascending?: HaravanQuery,
  ): HaravanList<T> => {
    const list = async (query: HaravanQuery = {}, options?: CallOptions) =>
      (await caller.get<Record<string, readonly T[]>>(`/${plural}.json`, query, options))[plural] ?? [];
    return {
      list,
      count: async (query = {}, options) =>
        (await caller.get<{ readonly count: number }>(`/${plural}/count.json`, query, options)).count,
      get: async (id, options) => {
        const path = `/${plural}/${encodeURIComponent(id)}.json`;
        const answer = await caller.get<Record<string, T>>(path, {}, options);
        // The contract wraps the record in its own name.
        return answer[singular] as T;
      },
      async *iterate(query = {}, options) {
        const seen = new Set<string>();
        for (let page = 1, since_id = "0"; ; page++) {
          const place = ascending ? { ...ascending, since_id } : { page };
          const rows = await list({ ...query, ...place, limit: LARGEST_LIMIT }, options);
          for (const row of rows) {
            const { id = "" } = row;
            // Latest first, a row that is added meanwhile moves others to the next page: they come again.
            if (!seen.has(id)) yield row;
            seen.add(id);
            if (id && compareDecimals(since_id, id) < 0) since_id = id;
          }
          if (rows.length < LARGEST_LIMIT) return;
        }
      },
    };
  };

  return {
    shop: async (options) =>
      (await caller.get<{ readonly shop: HaravanShop }>("/shop.json", {}, options)).shop,
    products: listOf<HaravanProduct>("products", "product"),
    orders: listOf<HaravanOrder>("orders", "order", { order: "created_at asc" }),
  };
};
