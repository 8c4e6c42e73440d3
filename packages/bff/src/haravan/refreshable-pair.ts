/**
 * Haravan's tokens, in an order that survives a killed process after any step:
 *
 *   1. the legacy token is in the vault before anything is sent
 *   2. exchange; a process killed here repeats it with the legacy token, which is still there
 *   3. the pair is stored beside the legacy token, before it is used
 *   4. the pair is proved with /com/shop.json, which also tells the org id
 *   5. only then is the legacy token erased; one whose pair cannot be refreshed stays, for the next exchange
 *
 * From then on the pair is refreshed, always under the lease. A legacy token that is still there stays through a refresh, so
 * that step 4 is repeated; a refused refresh falls back to it. Without one only a reinstallation helps.
 *
 * A pair of a shop that is connected to another business is not used: step 4 rejects with NOT_CONNECTED until one of the two
 * connections is removed.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import type { BffConfig } from "../config/config.ts";
import { ask } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";
import type { TokenSource } from "../tokens/source.ts";
import type { ConnectionStore } from "../vault/connections.ts";
import { createTokenCalls, isRefusal } from "./exchange.ts";

const shopSchema = z.object({ shop: z.object({ id: z.union([z.number(), z.string()]) }) });

export const createRefreshablePair = (
  upstreams: Upstreams,
  connections: Pick<ConnectionStore, "setExternalId">,
  urls: BffConfig["haravan"],
): TokenSource => {
  const calls = createTokenCalls(upstreams, urls);
  return {
    // Also with a legacy token at hand: nobody knows whether it is a good one.
    isOneShot: (held) => held?.refreshToken !== undefined,

    obtain: async (connection, held, signal) => {
      const { refreshToken, legacyToken } = held ?? {};
      let refusal: AddOnError | undefined;
      if (refreshToken !== undefined) {
        try {
          const pair = await calls.refresh(connection, refreshToken, signal);
          return { ...pair, secrets: { ...pair.secrets, legacyToken } };
        } catch (error) {
          if (!isAddOnError(error) || !isRefusal(error.code) || legacyToken === undefined) throw error;
          refusal = error;
        }
      }
      if (legacyToken !== undefined) {
        try {
          return await calls.exchange(connection, legacyToken, signal);
        } catch (error) {
          // With a wrong client secret nothing is known about the pair: only the secret is to be blamed.
          const isRefused = isAddOnError(error) && isRefusal(error.code);
          throw isRefused && refusal?.code === "CREDENTIALS_REJECTED" ? refusal : error;
        }
      }
      throw new AddOnError(
        "NOT_CONNECTED",
        `There is no Haravan token for ${connection.business}: send the shop's token to POST /haravan/token-exchange.`,
      );
    },

    confirm: async (connection, { legacyToken, ...pair }, signal) => {
      if (legacyToken === undefined || pair.accessToken === undefined) return undefined;
      const answer = await ask(upstreams, {
        method: "GET",
        url: `${urls.apiBaseUrl}/com/shop.json`,
        headers: { authorization: `Bearer ${pair.accessToken}` },
        signal,
      }).catch(() => undefined); // Not proved now: the legacy token stays, and the next process to load the pair tries again.
      const shop = answer && answer.status < 300 ? shopSchema.safeParse(answer.json).data?.shop : undefined;
      if (!shop) return undefined;
      // Connected to another shop meanwhile: this one's org id would bring its webhooks to the wrong business.
      const { id, changedAt } = connection;
      const isKept = await connections.setExternalId(id, String(shop.id), changedAt);
      return isKept && pair.refreshToken !== undefined ? pair : undefined;
    },
  };
};
