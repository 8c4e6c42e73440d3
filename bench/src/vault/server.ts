/** A BFF over a vault that is already full: how long until it listens, and how much memory it takes. */
import type { AddressInfo } from "node:net";
import { createBff, readConfig as readBffConfig } from "@privage-addons/bff";
import { answerParent, readConfig } from "../harness/serve.ts";
import type { VaultConfig } from "./vault.ts";

const { url, key } = readConfig<VaultConfig>();
const config = readBffConfig({ PORT: "0", VAULT_URL: url, VAULT_KEYS: key });
const bff = createBff(config);
await bff.listen({ host: config.host, port: config.port });
answerParent((bff.server.address() as AddressInfo).port);
