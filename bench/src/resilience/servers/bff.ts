/** Our BFF with one business connected to the simulated Partner, serving the add-on's page. */
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createBff, openVault, readConfig as readBffConfig } from "@privage-addons/bff";
import { DEMO_CREDENTIALS } from "@privage-addons/simulator";
import { answerParent, readConfig } from "../../harness/serve.ts";

export interface CounterConfig {
  readonly staticDir: string;
  readonly hostOrigin: string;
  readonly privageUrl: string;
  readonly partnerUrl: string;
}

const { staticDir, hostOrigin, privageUrl, partnerUrl } = readConfig<CounterConfig>();
const config = readBffConfig({
  PORT: "0",
  VAULT_URL: "sqlite::memory:",
  VAULT_KEYS: `bench:${randomBytes(32).toString("base64")}`,
  PRIVAGE_BASE_URL: privageUrl,
  ALLOW_INSECURE_UPSTREAMS: "1",
  HOST_ORIGINS: hostOrigin,
  STATIC_DIR: staticDir,
  CALLS_PER_MINUTE: "1000000",
});
const vault = await openVault(config);
const { clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.partner;
await vault.connections.put({
  provider: "partner",
  business: "CAFE01",
  settings: { baseUrl: `${partnerUrl}/api/partner/v1`, clientId },
  secrets: { clientSecret },
});
const bff = createBff(config, { vault });
await bff.listen({ host: config.host, port: config.port });
answerParent((bff.server.address() as AddressInfo).port);
