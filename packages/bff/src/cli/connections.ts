import { AddOnError } from "@privage-addons/contracts";
import { readConfig } from "../config/read-config.ts";
import { baseUrlAdvice, isBaseUrl } from "../config/values.ts";
import { assertAllowedHost } from "../forward/egress.ts";
import { parseShopName } from "../haravan/shop-name.ts";
import { storeLegacyToken } from "../haravan/token-exchange-route.ts";
import { type ConnectionHealth, healthOf } from "../operations/connections-route.ts";
import { type ConnectionSettings, connectionId, notConnected, type Provider } from "../vault/connection.ts";
import { noneUnlessAway } from "../vault/database-failure.ts";
import type { Vault } from "../vault/vault.ts";
import { readSecret, type Terminal } from "./terminal.ts";
import { withVault } from "./with-vault.ts";

interface PartnerOptions {
  business: string;
  baseUrl: string;
  clientId: string;
  clientSecretFile: string;
  webhookSecretFile?: string;
  /** False: none, whatever there was. */
  webhookSecret: boolean;
}

/**
 * The webhook secret of the same account from before, so that a new client secret does not end its webhooks. A record that
 * does not open has none: adding the connection again is how that is mended.
 */
const knownWebhookSecret = async (vault: Vault, { baseUrl, clientId }: ConnectionSettings, id: string) => {
  const { settings, secrets } = (await vault.connections.get(id).catch(noneUnlessAway)) ?? {};
  const isSame = settings?.baseUrl === baseUrl && settings?.clientId === clientId;
  return isSame ? secrets?.webhookSecret : undefined;
};

export const addPartner = async (terminal: Terminal, options: PartnerOptions): Promise<void> => {
  const { allowInsecureUpstreams } = readConfig(terminal.env);
  if (!isBaseUrl(options.baseUrl, allowInsecureUpstreams)) {
    throw new AddOnError("INVALID_ARGUMENT", `--base-url: ${baseUrlAdvice(allowInsecureUpstreams)}`);
  }
  assertAllowedHost(new URL(options.baseUrl).hostname, allowInsecureUpstreams);
  const clientSecret = await readSecret(terminal, options.clientSecretFile, "client secret");
  const given =
    options.webhookSecretFile && (await readSecret(terminal, options.webhookSecretFile, "webhook secret"));
  const { business } = options;
  const settings = { baseUrl: options.baseUrl.replace(/\/+$/, ""), clientId: options.clientId };
  await withVault(terminal, async ({ vault }) => {
    const id = connectionId("partner", business);
    const kept = options.webhookSecret ? await knownWebhookSecret(vault, settings, id) : undefined;
    const webhookSecret = given || kept;
    const secrets = { clientSecret, ...(webhookSecret && { webhookSecret }) };
    await vault.connections.put({ provider: "partner", business, settings, secrets });
    terminal.write(`${business} is connected to partner.\n`);
    if (!webhookSecret) terminal.write("Its webhooks are refused: they need --webhook-secret-file.\n");
    else terminal.write(`Its webhooks are accepted${given ? "" : ", with the secret given before"}.\n`);
  });
};

interface HaravanOptions {
  business: string;
  shop: string;
  clientId: string;
  clientSecretFile: string;
  accessTokenFile?: string;
}

/** Rejects with INVALID_ARGUMENT when the shop is another business's: its orders and webhooks are for that one. */
const assertShopIsFree = async (vault: Vault, shop: string, business: string): Promise<void> => {
  const other = (await vault.connections.list({})).find(
    ({ settings, status, business: owner }) =>
      settings.shop === shop && status === "connected" && owner !== business,
  );
  if (!other) return;
  throw new AddOnError(
    "INVALID_ARGUMENT",
    `${shop} is connected to ${other.business}: to move it, run "privage-bff connections remove" for that one first.`,
  );
};

export const addHaravan = async (terminal: Terminal, options: HaravanOptions): Promise<void> => {
  const shop = parseShopName(options.shop);
  const clientSecret = await readSecret(terminal, options.clientSecretFile, "client secret");
  const legacyToken =
    options.accessTokenFile && (await readSecret(terminal, options.accessTokenFile, "access token"));
  const { business, clientId } = options;
  await withVault(terminal, async ({ vault, clock }) => {
    await assertShopIsFree(vault, shop, business);
    const settings = { shop, clientId };
    await vault.connections.put({ provider: "haravan", business, settings, secrets: { clientSecret } });
    terminal.write(`${business} is connected to haravan.\n`);
    const id = connectionId("haravan", business);
    if (legacyToken) await storeLegacyToken(vault, clock, { id, shop, legacyToken });
  });
};

interface PrivageOptions {
  business: string;
  apiKey: string;
  apiSecretFile: string;
}

export const addPrivage = async (terminal: Terminal, options: PrivageOptions): Promise<void> => {
  const clientSecret = await readSecret(terminal, options.apiSecretFile, "API secret");
  const { business, apiKey: clientId } = options;
  const connection = { business, settings: { clientId }, secrets: { clientSecret } };
  await withVault(terminal, ({ vault }) => vault.connections.put({ provider: "privage", ...connection }));
  terminal.write(`${business} is connected to privage.\n`);
};

interface ListOptions {
  business?: string;
  json?: boolean;
}

export const listConnections = (terminal: Terminal, options: ListOptions): Promise<void> =>
  withVault(terminal, async ({ vault }) => {
    const connections = await vault.connections.list(options.business ? { business: options.business } : {});
    const rows: ({ business: string } & ConnectionHealth)[] = [];
    // One after the other: there may be 100,000, and the database has ten connections for us.
    for (const connection of connections) {
      rows.push({ business: connection.business, ...(await healthOf(vault, connection)) });
    }
    if (options.json) {
      terminal.write(`${JSON.stringify(rows, undefined, 2)}\n`);
      return;
    }
    for (const { business, provider, shop, status, problem } of rows) {
      const where = shop ? ` (${shop})` : "";
      terminal.write(`${business}  ${provider}${where}  ${status}${problem ? `: ${problem.detail}` : ""}\n`);
    }
    if (rows.length === 0) terminal.write("No connections yet; see privage-bff connections add --help.\n");
  });

export const removeConnection = async (
  terminal: Terminal,
  { provider, business }: { provider: Provider; business: string },
): Promise<void> => {
  const id = connectionId(provider, business);
  const ended = await withVault(terminal, ({ vault }) => vault.connections.end(id, "removed"));
  if (!ended) throw notConnected(id);
  terminal.write(`${business} is no longer connected to ${provider}; its secrets are erased.\n`);
};
