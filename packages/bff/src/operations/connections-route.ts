/** `GET /connections`: what the caller's business is connected to, whether it works, and what to do when not. */
import { isAddOnError } from "@privage-addons/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { admit } from "../callers/admit.ts";
import type { Services } from "../forward/context.ts";
import type { Connection } from "../vault/connection.ts";
import type { TokenRecord } from "../vault/tokens.ts";
import type { Vault } from "../vault/vault.ts";

export interface ConnectionHealth {
  readonly provider: string;
  /** `not-connected`: the application is known, but no token of the shop was ever given. */
  readonly status: "ready" | "not-used-yet" | "not-connected" | "failing" | "uninstalled";
  readonly shop?: string;
  /** What happened and what to do. */
  readonly problem?: { readonly code: string; readonly detail: string; readonly retry_in_seconds: number };
  readonly token_expires_in_seconds?: number;
}

export const toHealth = (
  { provider, settings, status }: Connection,
  record: TokenRecord | undefined,
): ConnectionHealth => {
  const about = { provider, ...(settings.shop && { shop: settings.shop }) };
  if (status === "uninstalled") return { ...about, status: "uninstalled" };
  const isReady = record?.secrets?.accessToken !== undefined && record.expiresInMs > 0;
  const expiry = isReady && { token_expires_in_seconds: Math.floor(record.expiresInMs / 1000) };
  if (record?.failure) {
    const { code, message, retryInMs } = record.failure;
    const problem = { code, detail: message, retry_in_seconds: Math.max(0, Math.ceil(retryInMs / 1000)) };
    return { ...about, status: "failing", problem, ...expiry };
  }
  const { accessToken, refreshToken, legacyToken } = record?.secrets ?? {};
  const needsShopToken = provider === "haravan" && (accessToken ?? refreshToken ?? legacyToken) === undefined;
  if (needsShopToken) return { ...about, status: "not-connected" };
  return { ...about, status: isReady ? "ready" : "not-used-yet", ...expiry };
};

/** Of a record that does not open it says that, so that the others are shown all the same. */
export const healthOf = async (vault: Vault, connection: Connection): Promise<ConnectionHealth> => {
  try {
    return toHealth(connection, await vault.tokens.read(connection.id));
  } catch (error) {
    if (!isAddOnError(error) || error.code !== "INTERNAL") throw error;
    const problem = { code: error.code, detail: error.message, retry_in_seconds: 0 };
    return { ...toHealth(connection, undefined), status: "failing", problem };
  }
};

export const createConnectionsRoute =
  (services: Services, vault: Vault) => async (request: FastifyRequest, reply: FastifyReply) => {
    reply.header("cache-control", "no-store");
    const business = await admit(services, request);
    const connections = await vault.connections.list({ business });
    const health = await Promise.all(connections.map((connection) => healthOf(vault, connection)));
    return { business, connections: health };
  };
