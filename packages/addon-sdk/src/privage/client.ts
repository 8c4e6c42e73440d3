/** The Privage Open API for an add-on: every endpoint that a connect token opens, typed from the contract. */
import type { CallOptions } from "../calls/caller.ts";
import { itemsOfPages, type Page } from "../calls/pages.ts";
import { type CouponsClient, createCouponsClient, type PageQuery } from "./coupons.ts";
import { createParts, type PrivageClientOptions, type PrivageSession } from "./parts.ts";
import { createPointsClient, type PointsClient } from "./points.ts";
import { createTransactionsClient, type TransactionsClient } from "./transactions.ts";
import type { AddOnStatus, Campaign, MemberKey, Profile } from "./types.ts";

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
  session: PrivageSession,
  options: PrivageClientOptions = {},
): PrivageClient => {
  const parts = createParts(session, "/v2/connect", options);
  const { caller } = parts;
  const listCampaigns = (query: PageQuery, limits?: CallOptions) =>
    caller.get<Page<Campaign>>("/campaigns", { ...query }, limits);

  return {
    status: (limits) => caller.get("/add-on/status", {}, limits),
    profile: {
      get: ({ phone_number, card_no }, limits) => caller.get("/profile", { phone_number, card_no }, limits),
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
