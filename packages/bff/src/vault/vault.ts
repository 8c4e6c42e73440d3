import type { BffConfig } from "../config/config.ts";
import { type BucketStore, createBucketStore } from "./buckets.ts";
import { cannotOpen } from "./cannot-open.ts";
import { type ConnectionStore, createConnectionStore } from "./connections.ts";
import { connectDatabase, type Database } from "./database.ts";
import { createKeyring, type Keyring } from "./keyring.ts";
import { migrate } from "./migrations.ts";
import { createOrphanStore, type OrphanStore } from "./orphans.ts";
import { createRotation, type Rotation } from "./rotation.ts";
import { createTokenStore, type TokenStore } from "./tokens.ts";
import { createWebhookStore, type WebhookStore } from "./webhooks.ts";

/** Everything the BFF keeps. One implementation, over SQLite or PostgreSQL. */
export interface Vault {
  readonly database: Database;
  readonly keyring: Keyring;
  readonly connections: ConnectionStore;
  readonly tokens: TokenStore;
  readonly orphans: OrphanStore;
  readonly webhooks: WebhookStore;
  /** How full each Haravan shop's bucket is, for all instances. */
  readonly buckets: BucketStore;
  readonly rotation: Rotation;
  /**
   * Brings the tables up to date, unless they are to stay `asIs`. Rejects with an error that says what is wrong with VAULT_URL, or INTERNAL when a newer
   * program wrote the vault.
   */
  open(options?: { readonly asIs?: boolean }): Promise<void>;
  /** Rejects when the database does not answer. */
  ping(): Promise<void>;
  close(): Promise<void>;
}

/** A vault that is not open yet: {@link Vault.open} comes first. */
export const createVault = (config: Pick<BffConfig, "vault" | "vaultKeys">): Vault => {
  const vault = createVaultOver(connectDatabase(config.vault), createKeyring(config.vaultKeys));
  return {
    ...vault,
    open: (options) =>
      vault.open(options).catch((cause: unknown) => {
        throw cannotOpen(config.vault, cause);
      }),
  };
};

/** A vault over a database that is connected already. */
export const createVaultOver = (database: Database, keyring: Keyring): Vault => {
  const ping = async (): Promise<void> => {
    await database.db.selectNoFrom(database.now.as("time")).execute();
  };
  return {
    database,
    keyring,
    connections: createConnectionStore(database, keyring),
    tokens: createTokenStore(database, keyring),
    orphans: createOrphanStore(database, keyring),
    webhooks: createWebhookStore(database, keyring),
    buckets: createBucketStore(database),
    rotation: createRotation(database, keyring),
    open: async ({ asIs = false } = {}) => {
      await ping(); // Within the time limit: a database that says nothing is not waited for without end.
      if (!asIs) await migrate(database.patient);
    },
    ping,
    close: async () => {
      await database.db.destroy();
      await database.patient.destroy();
    },
  };
};

/**
 * Opens the vault and brings its tables up to date.
 *
 * @example
 * ```ts
 * import { openVault, readConfig } from "@privage-addons/bff";
 *
 * const vault = await openVault(readConfig(process.env));
 * await vault.close();
 * ```
 */
export const openVault = async (config: Pick<BffConfig, "vault" | "vaultKeys">): Promise<Vault> => {
  const vault = createVault(config);
  try {
    await vault.open();
    return vault;
  } catch (error) {
    await vault.close();
    throw error;
  }
};
