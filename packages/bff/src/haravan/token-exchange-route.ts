/**
 * `POST /haravan/token-exchange {shop, access_token}`: the caller's business trades its shop's old token for an omni pair.
 * The shop must be the one the operator registered for this business: nobody can attach somebody else's shop. The answer
 * holds no secret.
 */
import { AddOnError } from "@privage-addons/contracts";
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { admit } from "../callers/admit.ts";
import type { Services } from "../forward/context.ts";
import type { Clock } from "../operations/clock.ts";
import { connectionId } from "../vault/connections.ts";
import { isSameSecret } from "../vault/same-secret.ts";
import type { Vault } from "../vault/vault.ts";
import { parseShopName } from "./shop-name.ts";

const bodySchema = z.strictObject({
  shop: z.string().max(256),
  access_token: z
    .string()
    .min(1)
    .max(8_192)
    .regex(/^[\x21-\x7e]+$/),
});

/** How long to wait for an exchange or renewal of the same shop that is under way. */
const BUSY_DEADLINE_MS = 12_000;
const BUSY_POLL_MS = 50;

/**
 * Puts the old token into the vault before anything is sent, so that nothing is lost whatever happens next. A shop that has
 * a working pair keeps it, and false is returned: whoever sends a wrong old token breaks nothing.
 */
export const storeLegacyToken = async (
  { tokens }: Vault,
  clock: Clock,
  id: string,
  legacyToken: string,
): Promise<boolean> => {
  const deadline = clock.now() + BUSY_DEADLINE_MS;
  for (;;) {
    const record = await tokens.read(id);
    if (!record) throw new AddOnError("NOT_CONNECTED", "This business has no Haravan connection.");
    const { secrets, failure, leased, version } = record;
    const hasPair =
      secrets?.refreshToken !== undefined || (secrets?.accessToken !== undefined && record.expiresInMs > 0);
    if (hasPair && failure?.code !== "CREDENTIALS_REJECTED") return false;
    // Somebody else stored it already, perhaps another machine of a migration.
    if (!hasPair && !failure && isSameSecret(secrets?.legacyToken ?? "", legacyToken)) return true;
    if (!leased && (await tokens.replace(id, version, { legacyToken }, { expireNow: true }))) return true;
    if (clock.now() > deadline)
      throw new AddOnError("UPSTREAM_UNAVAILABLE", "This shop's token is being renewed right now.");
    await clock.sleep(BUSY_POLL_MS);
  }
};

export const createTokenExchangeRoute =
  (services: Services, vault: Vault) =>
  async (request: FastifyRequest): Promise<object> => {
    const business = await admit(services, request, "haravan", "/haravan/token-exchange");
    const body = bodySchema.safeParse(request.body);
    if (!body.success) {
      throw new AddOnError(
        "INVALID_ARGUMENT",
        'Send JSON {"shop": "name.myharavan.com", "access_token": "…"} and nothing else.',
      );
    }
    const shop = parseShopName(body.data.shop);
    const id = connectionId("haravan", business);
    const connection = await vault.connections.get(id);
    if (!connection || connection.status === "removed" || connection.settings.shop !== shop) {
      throw new AddOnError(
        "NOT_CONNECTED",
        `${shop} is not registered for ${business}: the operator adds it with "privage-bff connections add haravan".`,
      );
    }
    if (connection.status === "uninstalled") await vault.connections.reconnect(id);
    await storeLegacyToken(vault, services.clock, id, body.data.access_token);
    services.keeper.forget(id);
    const { expiresAt } = await services.keeper.get(id);
    return {
      business,
      shop,
      status: "connected",
      expires_in: Math.floor((expiresAt - services.clock.now()) / 1000),
    };
  };
