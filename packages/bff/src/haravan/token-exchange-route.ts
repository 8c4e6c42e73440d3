/**
 * `POST /haravan/token-exchange {shop, access_token}`: the caller's business trades its shop's old token for an omni pair.
 * The shop must be the one the operator registered for this business: nobody can attach somebody else's shop. The answer
 * holds no secret.
 */
import { AddOnError, type ErrorCode } from "@privage-addons/contracts";
import type { FastifyRequest } from "fastify";
import * as z from "zod";
import { admit } from "../callers/admit.ts";
import type { Services } from "../forward/context.ts";
import type { Clock } from "../operations/clock.ts";
import { connectionId } from "../vault/connection.ts";
import type { Database } from "../vault/database.ts";
import { isSameSecret } from "../vault/same-secret.ts";
import { createTokenStore, type TokenRecord } from "../vault/tokens.ts";
import type { Vault } from "../vault/vault.ts";
import { isRefusal, reinstallAdvice } from "./exchange.ts";
import { parseShopName } from "./shop-name.ts";

const bodySchema = z.strictObject({
  shop: z.string().max(256),
  access_token: z.string().regex(/^[\x21-\x7e]{1,8192}$/),
});

/** How long to wait for an exchange or renewal of the same shop that is under way. */
const BUSY_DEADLINE_MS = 12_000;
const BUSY_POLL_MS = 50;

/** Another token changes nothing about these: their pause stays. */
const PASSING = new Set<ErrorCode>(["RATE_LIMITED", "UPSTREAM_UNAVAILABLE"]);

/** Whether there is something that may work, whatever the last renewal said: its failure may be the client secret's. */
export const hasPair = ({ secrets, expiresInMs }: TokenRecord): boolean =>
  secrets?.refreshToken !== undefined || (secrets?.accessToken !== undefined && expiresInMs > 0);

/** Whether the shop works, or will work with the next renewal. */
export const hasWorkingPair = (record: TokenRecord): boolean =>
  !isRefusal(record.failure?.code) && hasPair(record);

/**
 * Puts the old token into the vault before anything is sent, so that nothing is lost whatever happens next. It lies beside
 * the pair, which is tried first: whoever sends a wrong old token breaks nothing. Also beside a pair in use: it may have ended
 * with the installation before, and nobody has noticed yet. Rejects with NOT_CONNECTED when the connection is to another shop
 * by now.
 */
export const storeLegacyToken = async (
  { tokens, connections, keyring }: Vault,
  clock: Clock,
  { id, shop, legacyToken }: { id: string; shop: string | undefined; legacyToken: string },
): Promise<void> => {
  const deadline = clock.now() + BUSY_DEADLINE_MS;
  for (;;) {
    const record = await tokens.read(id);
    // One that is put in between has another version too, and so this one's token is not stored for it.
    if (!record || record.connection.settings.shop !== shop) {
      throw new AddOnError("NOT_CONNECTED", "This business is no longer connected to this shop.");
    }
    const { secrets, failure, leased, version } = record;
    // Somebody stored it already, perhaps another machine of a migration. A failure of its stays, with its pause.
    if (isSameSecret(secrets?.legacyToken ?? "", legacyToken)) return;
    // An access token that can be used is given up only when the merchant had to install the app again.
    const isUsable = secrets?.accessToken !== undefined && record.expiresInMs > 0;
    const isOver = !isUsable || failure?.message === reinstallAdvice(record.connection.business);
    const expireNow = isOver && failure !== undefined && !PASSING.has(failure.code);
    const next = { ...secrets, legacyToken };
    const store = (within: Database): Promise<boolean> =>
      createTokenStore(within, keyring).replace(id, version, next, { expireNow });
    if (!leased && (await connections.reconnect(id, store))) return;
    if (clock.now() > deadline)
      throw new AddOnError("UPSTREAM_UNAVAILABLE", "This shop's token is being renewed right now.");
    await clock.sleep(BUSY_POLL_MS);
  }
};

/** An uninstalled app is not installed again by a token that Haravan refuses, if no better one has come meanwhile. */
export const endAgain = async (
  { tokens, connections }: Vault,
  id: string,
  legacyToken: string,
): Promise<void> => {
  const record = await tokens.read(id);
  if (record?.failure?.code !== "CREDENTIALS_REJECTED") return;
  if (isSameSecret(record.secrets?.legacyToken ?? "", legacyToken))
    await connections.end(id, "uninstalled", record.version);
};

export const createTokenExchangeRoute =
  (services: Services, vault: Vault) =>
  async (request: FastifyRequest): Promise<object> => {
    request.facts.route = "/haravan/token-exchange";
    const business = await admit(services, request);
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
    const legacyToken = body.data.access_token;
    await storeLegacyToken(vault, services.clock, { id, shop, legacyToken });
    services.keeper.forget(id);
    const { expiresAt } = await services.keeper.get(id).catch(async (error: unknown) => {
      if (connection.status === "uninstalled") await endAgain(vault, id, legacyToken);
      throw error;
    });
    return {
      business,
      shop,
      status: "connected",
      expires_in: Math.floor((expiresAt - services.clock.now()) / 1000),
    };
  };
