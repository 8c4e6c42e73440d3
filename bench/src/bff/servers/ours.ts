/** Our BFF with everything switched on: caller check, limits, metrics, request log (to the null device), shedding. */
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createBff, openVault, readConfig as readBffConfig } from "@privage-addons/bff";
import { answerParent, readConfig } from "../../harness/serve.ts";
import { API_BASE, BUSINESS, CLIENT_ID, type ProxyConfig } from "../upstream-config.ts";

const { upstreamPort } = readConfig<ProxyConfig>();
const upstream = `http://127.0.0.1:${upstreamPort}`;
const config = readBffConfig({
  PORT: "0",
  VAULT_URL: "sqlite::memory:",
  VAULT_KEYS: `bench:${randomBytes(32).toString("base64")}`,
  PRIVAGE_BASE_URL: upstream,
  ALLOW_INSECURE_UPSTREAMS: "1",
  // On, and too high to be met: a load of one business is what is measured.
  CALLS_PER_MINUTE: "1000000",
});

const vault = await openVault(config);
await vault.connections.put({
  provider: "partner",
  business: BUSINESS,
  settings: { baseUrl: upstream + API_BASE, clientId: CLIENT_ID },
  secrets: { clientSecret: "0".repeat(64) },
});
const bff = createBff(config, { vault });
await bff.listen({ host: config.host, port: config.port });
answerParent((bff.server.address() as AddressInfo).port);
