export { type BffParts, createBff } from "./bff.ts";
export type { BffConfig } from "./config/config.ts";
export { readConfig } from "./config/read-config.ts";
export { openVault, type Vault } from "./vault/vault.ts";
