/** Adding and burning points: each happens once, under its `ref_no`. */
import { type CallOptions, lost } from "../calls/caller.ts";
import { type Once, writeOnce } from "./exactly-once.ts";
import type { PrivageParts } from "./parts.ts";
import type { AddPointsRequest, BurnPointsRequest, PointsMoved, Transaction } from "./types.ts";

export interface PointsClient {
  /**
   * Adds points: `{method: 2, points}` directly, `{method: 1, value}` converted from money. Happens once; without `ref_no`
   * one is made. Rejects with UPSTREAM_REJECTED (not carried out), OUTCOME_UNKNOWN, or an error whose `retryable` says that
   * the same call with the same `ref_no` (in `details`) may be made again.
   *
   * @example
   * ```ts
   * import { connectToHost, createPrivageClient } from "@privage-addons/addon-sdk";
   *
   * const { points } = createPrivageClient((await connectToHost()).session);
   * const { balance, ref_no } = await points.add({ card_no: "001", method: 2, points: "20" });
   * ```
   */
  add(request: AddPointsRequest, options?: CallOptions): Promise<Once<PointsMoved>>;
  /** Takes points away, once; the rest is as with {@link PointsClient.add}. Too few points: UPSTREAM_REJECTED. */
  burn(request: BurnPointsRequest, options?: CallOptions): Promise<Once<PointsMoved>>;
}

export const createPointsClient = ({
  caller,
  clock,
  nextRefNo,
  findMovement,
}: PrivageParts): PointsClient => {
  const write = async (
    path: string,
    type: string,
    request: AddPointsRequest | BurnPointsRequest,
    options: CallOptions = {},
  ): Promise<Once<PointsMoved>> => {
    const body = { ...request, ref_no: request.ref_no ?? nextRefNo() };
    const { find, count } = await findMovement.from(options);
    const isOurs = (each: Transaction) => each.ref_no === body.ref_no && each.type === type;
    return writeOnce<PointsMoved>({
      clock,
      name: body.ref_no,
      signal: options.signal,
      send: async () => {
        const moved = await caller.send<PointsMoved | null | undefined>("POST", path, body, options);
        // An empty page with status 200 comes from anybody's proxy: the ledger tells what is behind it.
        if (typeof moved?.card_no === "string" && typeof moved.balance === "string") return moved;
        throw lost(new TypeError("The answer tells no balance."), "POST");
      },
      lookUp: async () => {
        const found = await find(isOurs);
        return found && movedBy(found, body.ref_no);
      },
      count: () => count(isOurs),
    });
  };

  return {
    add: (request, options) => write("/add/points", "ADD", request, options),
    burn: (request, options) => write("/burn/points", "BURN", request, options),
  };
};

const movedBy = ({ id, ref_id, card_no, points, balance }: Transaction, ref_no: string): PointsMoved => ({
  message: "Found in the ledger",
  id,
  ref_id,
  ref_no,
  card_no,
  points,
  balance,
});
