/**
 * The earlier paths of the Privage Open API, which are still documented, for a business that V2 does not serve yet.
 *
 * As far as the documentation shows, they take and answer what their V2 counterparts do (docs/certainty.md).
 */
import { type CouponsClient, createCouponsClient, takeCouponBack } from "./coupons.ts";
import { createParts, type PrivageClientOptions, type PrivageSession } from "./parts.ts";
import { createPointsClient, type PointsClient } from "./points.ts";
import { createTransactionsClient, type TransactionsClient } from "./transactions.ts";

export interface PrivageV1Client {
  /** Each happens once, as in V2; what became of a lost answer is looked up in v1's own ledger. */
  readonly points: PointsClient;
  readonly transactions: Pick<TransactionsClient, "list" | "iterate">;
  readonly coupons: {
    /**
     * Takes a given coupon back, once. v1 lists no given coupons: after a lost answer V2's list is asked, and where a
     * business has none, the call rejects with OUTCOME_UNKNOWN.
     */
    readonly void: CouponsClient["void"];
  };
}

/**
 * @example
 * ```ts
 * import { connectToHost, createPrivageV1Client } from "@privage-addons/addon-sdk";
 *
 * const { session } = await connectToHost();
 * const { balance } = await createPrivageV1Client(session).points.burn({ card_no: "001", points: "50" });
 * ```
 */
export const createPrivageV1Client = (
  session: PrivageSession,
  options: PrivageClientOptions = {},
): PrivageV1Client => {
  const parts = createParts(session, "/api/v1/connect", options);
  const { list, iterate } = createTransactionsClient(parts);
  const { history } = createCouponsClient(createParts(session, "/v2/connect", options));
  return {
    points: createPointsClient(parts),
    transactions: { list, iterate },
    coupons: { void: takeCouponBack(parts, history) },
  };
};
