/**
 * Haravan's tokens, in an order that survives a killed process after any step:
 *
 *   1. the legacy token is in the vault before anything is sent
 *   2. exchange; a process killed here repeats it with the legacy token, which is still there
 *   3. the pair is stored beside the legacy token, before it is used
 *   4. the pair is proved with /com/shop.json, which also tells the org id
 *   5. only then is the legacy token erased
 *
 * From then on the pair is refreshed, always under the lease. A refused refresh falls back to the legacy token if there
 * still is one; otherwise only a reinstallation helps.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import type { BffConfig } from "../config/config.ts";
import { ask } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";
import type { TokenSource } from "../tokens/source.ts";
import type { ConnectionStore } from "../vault/connections.ts";
import { exchangeLegacyToken, refreshPair } from "./exchange.ts";

const shopSchema = z.object({ shop: z.object({ id: z.union([z.number(), z.string()]) }) });

export const createRefreshablePair = (
  upstreams: Upstreams,
  connections: Pick<ConnectionStore, "setExternalId">,
  urls: BffConfig["haravan"],
): TokenSource => ({
  // With the legacy token at hand there is a second way.
  isOneShot: (held) => held?.refreshToken !== undefined && held.legacyToken === undefined,

  obtain: async (connection, held, signal) => {
    const { refreshToken, legacyToken } = held ?? {};
    if (refreshToken !== undefined) {
      try {
        return await refreshPair(upstreams, urls, connection, refreshToken, signal);
      } catch (error) {
        const isRefused = isAddOnError(error) && error.code === "CREDENTIALS_REJECTED";
        if (!isRefused || legacyToken === undefined) throw error;
      }
    }
    if (legacyToken !== undefined)
      return exchangeLegacyToken(upstreams, urls, connection, legacyToken, signal);
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
    await connections.setExternalId(connection.id, String(shop.id));
    return pair;
  },
});
