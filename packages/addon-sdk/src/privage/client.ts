/** The Privage Open API for an add-on: every endpoint that a connect token opens, typed from the contract. */
import { type CallOptions, createCaller } from "../calls/caller.ts";
import { itemsOfPages, type Page } from "../calls/pages.ts";
import { type Clock, systemClock } from "../session/clock.ts";
import type { Session } from "../session/session.ts";
import { createRefNos } from "../values/ref-no.ts";
import { type CouponsClient, createCouponsClient, type PageQuery } from "./coupons.ts";
import { createFindMovement } from "./ledger.ts";
import { createPointsClient, type PointsClient } from "./points.ts";
import { createTransactionsClient, type TransactionsClient } from "./transactions.ts";
import { type AddOnStatus, type Campaign, DECIMAL_FIELDS, type MemberKey, type Profile } from "./types.ts";

export interface PrivageClientOptions {
  /** Stands before each `ref_no` that the client makes, e.g. `"DESK-"`. */
  readonly refNoPrefix?: string;
  readonly clock?: Clock;
  readonly random?: () => number;
}

export interface PrivageClient {
  /** Whose session this is: the add-on's subscription, its plan, its settings and the business. */
  status(options?: CallOptions): Promise<AddOnStatus>;
  readonly profile: {
    /** The member with this phone or card number. Unknown: UPSTREAM_REJECTED with `details.status` 404. */
    get(member: MemberKey, options?: CallOptions): Promise<Profile>;
  };
  readonly campaigns: {
    list(query?: PageQuery, options?: CallOptions): Promise<Page<Campaign>>;
    iterate(options?: CallOptions): AsyncGenerator<Campaign, void, undefined>;
  };
  readonly points: PointsClient;
  readonly transactions: TransactionsClient;
  readonly coupons: CouponsClient;
}

/**
 * A client over the session. Reads are repeated while that may help; writes happen once.
 *
 * @example
 * ```ts
 * import { connectToHost, createPrivageClient } from "@privage-addons/addon-sdk";
 *
 * const { session } = await connectToHost();
 * const privage = createPrivageClient(session, { refNoPrefix: "DESK-" });
 * const { points } = await privage.profile.get({ card_no: "001" });
 * ```
 */
export const createPrivageClient = (
  session: Pick<Session, "fetch" | "getAccessToken">,
  options: PrivageClientOptions = {},
): PrivageClient => {
  const { refNoPrefix = "", clock = systemClock, random = Math.random } = options;
  const caller = createCaller({ session, decimalFields: DECIMAL_FIELDS, clock, random });
  const nextRefNo = createRefNos({ prefix: refNoPrefix, now: () => clock.now() });
  const findMovement = createFindMovement(caller, session, clock);
  const parts = { caller, clock, nextRefNo, findMovement };
  const listCampaigns = (query: PageQuery, limits?: CallOptions) =>
    caller.get<Page<Campaign>>("/v2/connect/campaigns", { ...query }, limits);

  return {
    status: (limits) => caller.get("/v2/connect/add-on/status", {}, limits),
    profile: {
      get: ({ phone_number, card_no }, limits) =>
        caller.get("/v2/connect/profile", { phone_number, card_no }, limits),
    },
    campaigns: {
      list: (query = {}, limits) => listCampaigns(query, limits),
      iterate: (limits) => itemsOfPages(1000, (page) => listCampaigns({ page, size: 1000 }, limits)),
    },
    points: createPointsClient(parts),
    transactions: createTransactionsClient(parts),
    coupons: createCouponsClient(parts),
  };
};
