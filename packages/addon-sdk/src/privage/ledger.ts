/**
 * Finding a movement of points: Privage lists transactions by time only.
 *
 * The window begins at a moment of the server's own clock before the write: when it issued the token in use (`iat`). This
 * machine's clock would not do, as a wrong one would hide the movement and make the write happen twice. Where the token does
 * not tell, it has to do, with room for a clock that is weeks ahead.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import type { Caller, CallOptions } from "../calls/caller.ts";
import { itemsOfPages, type Page } from "../calls/pages.ts";
import type { Clock } from "../session/clock.ts";
import type { Session } from "../session/session.ts";
import { toUtcSeconds } from "../values/date-window.ts";
import type { Transaction } from "./types.ts";

const PATH = "/transactions";
const PAGE_SIZE = 1000;
const DAY_MS = 86_400_000;
const ROOM_FOR_CLOCKS_MS = 32 * DAY_MS;

type Matches = (transaction: Transaction) => boolean;
export type Find = (matches: Matches) => Promise<Transaction | undefined>;

export interface FindMovement {
  /** Searches what is made from now on; call it before the write. */
  from(options: CallOptions): Promise<{ readonly find: Find; count(matches: Matches): Promise<number> }>;
  /** Searches everything, the latest days first. */
  anywhere(options: CallOptions): Find;
}

export const createFindMovement = (
  caller: Caller,
  session: Pick<Session, "getAccessToken">,
  clock: Clock,
): FindMovement => {
  const movements = (window: { from?: string; to?: string }) =>
    itemsOfPages(PAGE_SIZE, (page) =>
      // Not with the caller's signal: who gives up still has to be told the truth.
      caller.get<Page<Transaction>>(PATH, { page, size: PAGE_SIZE, ...window }),
    );
  const search = async (window: { from?: string; to?: string }, matches: Matches) => {
    for await (const transaction of movements(window)) if (matches(transaction)) return transaction;
    return undefined;
  };
  const countIn = async (window: { from?: string }, matches: Matches) => {
    // By id: a row may slip onto the next page while they are read.
    const ids = new Set<string>();
    for await (const transaction of movements(window)) if (matches(transaction)) ids.add(transaction.id);
    return ids.size;
  };

  return {
    from: async ({ signal }) => {
      const token = await session.getAccessToken(signal ? { signal } : {}).catch((cause: unknown) => {
        if (isAddOnError(cause) || !signal?.aborted) throw cause;
        throw new AddOnError("ABORTED", "The caller gave up; nothing was sent.", { cause });
      });
      const from = toUtcSeconds(issuedAt(token) ?? clock.now() - ROOM_FOR_CLOCKS_MS);
      return {
        find: (matches) => search({ from }, matches),
        count: (matches) => countIn({ from }, matches),
      };
    },
    anywhere: () => async (matches) => {
      const now = clock.now();
      const borders = [1, 32, 366].map((days) => toUtcSeconds(now - days * DAY_MS));
      for (const [index, from] of [...borders, undefined].entries()) {
        const to = borders[index - 1];
        const found = await search({ ...(from && { from }), ...(to && { to }) }, matches);
        if (found) return found;
      }
      return undefined;
    },
  };
};

/** When a JWT was issued, milliseconds since the Unix epoch on the server's clock; undefined when it does not tell. */
const issuedAt = (token: string): number | undefined => {
  try {
    const { iat } = JSON.parse(atob(`${token.split(".")[1]}`.replace(/-/g, "+").replace(/_/g, "/")));
    return Number.isFinite(iat) ? iat * 1000 : undefined;
  } catch {
    return undefined;
  }
};
