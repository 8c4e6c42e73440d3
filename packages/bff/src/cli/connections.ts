import { AddOnError } from "@privage-addons/contracts";
import { readConfig } from "../config/read-config.ts";
import { baseUrlAdvice, isBaseUrl } from "../config/values.ts";
import { assertAllowedHost } from "../forward/egress.ts";
import { parseShopName } from "../haravan/shop-name.ts";
import { storeLegacyToken } from "../haravan/token-exchange-route.ts";
import { createClock } from "../operations/clock.ts";
import { type ConnectionHealth, toHealth } from "../operations/connections-route.ts";
import { connectionId, type NewConnection, notConnected, type Provider } from "../vault/connection.ts";
import { readSecret, type Terminal } from "./terminal.ts";
import { withVault } from "./with-vault.ts";

const put = async (terminal: Terminal, connection: NewConnection, legacyToken?: string): Promise<void> => {
  const { provider, business } = connection;
  const isTaken = await withVault(terminal, async ({ vault }) => {
    await vault.connections.put(connection);
    if (legacyToken === undefined) return true;
    const { shop } = connection.settings;
    return storeLegacyToken(vault, createClock(), {
      id: connectionId(provider, business),
      shop,
      legacyToken,
    });
  });
  terminal.write(`${business} is connected to ${provider}.\n`);
  if (!isTaken) {
    terminal.write(
      "The access token was not taken: the shop has a token in use. To have it exchanged all the same, remove the connection and add it again.\n",
    );
  }
};

interface PartnerOptions {
  business: string;
  baseUrl: string;
  clientId: string;
  clientSecretFile: string;
  webhookSecretFile?: string;
}

export const addPartner = async (terminal: Terminal, options: PartnerOptions): Promise<void> => {
  const { allowInsecureUpstreams } = readConfig(terminal.env);
  if (!isBaseUrl(options.baseUrl, allowInsecureUpstreams)) {
    throw new AddOnError("INVALID_ARGUMENT", `--base-url: ${baseUrlAdvice(allowInsecureUpstreams)}`);
  }
  assertAllowedHost(new URL(options.baseUrl).hostname, allowInsecureUpstreams);
  const clientSecret = await readSecret(terminal, options.clientSecretFile, "client secret");
  const webhookSecret =
    options.webhookSecretFile && (await readSecret(terminal, options.webhookSecretFile, "webhook secret"));
  await put(terminal, {
    provider: "partner",
    business: options.business,
    settings: { baseUrl: options.baseUrl.replace(/\/+$/, ""), clientId: options.clientId },
    secrets: { clientSecret, ...(webhookSecret && { webhookSecret }) },
  });
};

interface HaravanOptions {
  business: string;
  shop: string;
  clientId: string;
  clientSecretFile: string;
  accessTokenFile?: string;
}

export const addHaravan = async (terminal: Terminal, options: HaravanOptions): Promise<void> => {
  const shop = parseShopName(options.shop);
  const clientSecret = await readSecret(terminal, options.clientSecretFile, "client secret");
  const legacyToken =
    options.accessTokenFile && (await readSecret(terminal, options.accessTokenFile, "access token"));
  await put(
    terminal,
    {
      provider: "haravan",
      business: options.business,
      settings: { shop, clientId: options.clientId },
      secrets: { clientSecret },
    },
    legacyToken || undefined,
  );
};

interface PrivageOptions {
  business: string;
  apiKey: string;
  apiSecretFile: string;
}

export const addPrivage = async (terminal: Terminal, options: PrivageOptions): Promise<void> => {
  const clientSecret = await readSecret(terminal, options.apiSecretFile, "API secret");
  await put(terminal, {
    provider: "privage",
    business: options.business,
    settings: { clientId: options.apiKey },
    secrets: { clientSecret },
  });
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
      const health = toHealth(connection, await vault.tokens.read(connection.id));
      rows.push({ business: connection.business, ...health });
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
  options: { provider: Provider; business: string },
): Promise<void> => {
  const id = connectionId(options.provider, options.business);
  const ended = await withVault(terminal, ({ vault }) => vault.connections.end(id, "removed"));
  if (!ended) throw notConnected(id);
  terminal.write(
    `${options.business} is no longer connected to ${options.provider}; its secrets are erased.\n`,
  );
};
