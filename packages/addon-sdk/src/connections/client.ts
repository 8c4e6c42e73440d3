/** What the session's business is connected to, and connecting its Haravan shop. Secrets stay in the BFF. */
import { AddOnError } from "@privage-addons/contracts";
import { type CallOptions, createCaller } from "../calls/caller.ts";
import type { Clock } from "../session/clock.ts";
import type { Session } from "../session/session.ts";

const SHOP = /^[a-z0-9][a-z0-9-]{0,62}\.myharavan\.com$/;

export interface Connection {
  readonly provider: "partner" | "haravan";
  /** `not-connected`: the server knows the application, but has no token of the shop yet. */
  readonly status: "ready" | "not-used-yet" | "not-connected" | "failing" | "uninstalled";
  readonly shop?: string;
  /** What happened and what to do, when `failing`. */
  readonly problem?: { readonly code: string; readonly detail: string; readonly retry_in_seconds: number };
  readonly token_expires_in_seconds?: number;
}

export interface ConnectionsClient {
  /** The connections of the session's business; one that is missing was never made. */
  list(options?: CallOptions): Promise<readonly Connection[]>;
  get(provider: Connection["provider"], options?: CallOptions): Promise<Connection | undefined>;
  /**
   * Hands the shop's old token to the BFF, which trades it for an omni token and keeps that. Sent once.
   *
   * Rejects with SHOP_NAME_INVALID, NOT_CONNECTED (the operator has not registered this shop for this business),
   * CREDENTIALS_REJECTED (the shop has to install the app again), UPSTREAM_UNAVAILABLE or OUTCOME_UNKNOWN: then look at
   * {@link ConnectionsClient.get} before doing it again.
   */
  connectHaravan(
    request: { readonly shop: string; readonly accessToken: string },
    options?: CallOptions,
  ): Promise<Connection>;
}

export interface ConnectionsClientOptions {
  /** Where the BFF is; `""` (the add-on's own origin) when absent. */
  readonly bffBaseUrl?: string;
  readonly clock?: Clock;
  readonly random?: () => number;
}

/** A shop's full name from what people type: `Cafe01`, `cafe01.myharavan.com`, `https://cafe01.myharavan.com/admin`. */
export const shopNameOf = (typed: string): string => {
  const [name = ""] = typed
    .trim()
    .toLowerCase()
    .replace(/^https?:\/\//, "")
    .split("/");
  const shop = name.includes(".") ? name : `${name}.myharavan.com`;
  if (SHOP.test(shop)) return shop;
  throw new AddOnError("SHOP_NAME_INVALID", "A shop is called like cafe01.myharavan.com.");
};

/**
 * @example
 * ```ts
 * import { connectToHost, createConnectionsClient } from "@privage-addons/addon-sdk";
 *
 * const connections = createConnectionsClient((await connectToHost()).session);
 * const haravan = await connections.get("haravan");
 * if (haravan?.status === "failing") console.warn(haravan.problem?.detail);
 * ```
 */
export const createConnectionsClient = (
  session: Pick<Session, "fetch">,
  { bffBaseUrl = "", ...ports }: ConnectionsClientOptions = {},
): ConnectionsClient => {
  const caller = createCaller({ session, baseUrl: bffBaseUrl, ...ports });
  const list = async (options?: CallOptions) =>
    (await caller.get<{ readonly connections: readonly Connection[] }>("/connections", {}, options))
      .connections;
  const get = async (provider: Connection["provider"], options?: CallOptions) =>
    (await list(options)).find((connection) => connection.provider === provider);

  return {
    list,
    get,
    connectHaravan: async ({ shop, accessToken }, options) => {
      const body = { shop: shopNameOf(shop), access_token: accessToken };
      await caller.send("POST", "/haravan/token-exchange", body, options);
      // It is connected, whatever becomes of this read.
      const made = await get("haravan", options).catch(() => undefined);
      return made ?? { provider: "haravan", status: "ready", shop: body.shop };
    },
  };
};
