/** Our BFF in front of a simulated Privage, serving an add-on's page, as an operator would run it. */
import { randomBytes } from "node:crypto";
import type { AddressInfo } from "node:net";
import { createBff, readConfig as readBffConfig } from "@privage-addons/bff";
import { answerParent, readConfig } from "../../harness/serve.ts";
import type { SiteConfig } from "../site-config.ts";

const { port, staticDir, hostOrigin, privageUrl } = readConfig<SiteConfig>();
const config = readBffConfig({
  PORT: String(port),
  VAULT_URL: "sqlite::memory:",
  VAULT_KEYS: `bench:${randomBytes(32).toString("base64")}`,
  PRIVAGE_BASE_URL: privageUrl,
  ALLOW_INSECURE_UPSTREAMS: "1",
  HOST_ORIGINS: hostOrigin,
  STATIC_DIR: staticDir,
  CALLS_PER_MINUTE: "1000000",
});
const bff = createBff(config);
await bff.listen({ host: config.host, port: config.port });
answerParent((bff.server.address() as AddressInfo).port);
