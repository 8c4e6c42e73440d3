/** A vault over a new database for every test, and the databases a vault can lie in. */
import { join } from "node:path";
import { sql } from "kysely";
import { afterAll, afterEach, beforeAll, beforeEach } from "vitest";
import { readConfig } from "../../src/index.ts";
import { connectionId } from "../../src/vault/connection.ts";
import type { Lease } from "../../src/vault/tokens.ts";
import { openVault, type Vault } from "../../src/vault/vault.ts";
import { temporaryFolder, testKey } from "./bff.ts";
import { startPooler } from "./pooler.ts";
import { type RunningPostgres, startPostgres } from "./postgres.ts";

/** The one connection that every test begins with. */
export const CONNECTION = {
  provider: "haravan",
  business: "CAFE01",
  settings: { shop: "cafe01.myharavan.com", clientId: "app" },
  secrets: { clientSecret: "canary-client-secret" },
} as const;
export const ID = connectionId("haravan", "CAFE01");
export const LIFE = { renewInMs: 60_000, expiresInMs: 120_000 };

/** Makes an empty database, and says how to reach it and how to be rid of it. */
export type CreateDatabase = () => Promise<{ url: string; remove: () => void }>;

/** To be called once, at the top of a test file: PostgreSQL runs as long as the file does. */
export const databasesPerFile = (): Readonly<
  Record<"SQLite" | "PostgreSQL" | "PostgreSQL behind a transaction pooler (F22)", CreateDatabase>
> => {
  let postgres: RunningPostgres;
  beforeAll(async () => {
    postgres = await startPostgres();
  });
  afterAll(() => postgres.stop());

  return {
    SQLite: async () => {
      const folder = temporaryFolder();
      return { url: `sqlite:${join(folder.path, "vault.db")}`, remove: folder.remove };
    },
    PostgreSQL: async () => ({ url: await postgres.createDatabase(), remove: () => {} }),
    "PostgreSQL behind a transaction pooler (F22)": async () => {
      const pooler = await startPooler(await postgres.createDatabase());
      return { url: pooler.url, remove: () => void pooler.close() };
    },
  };
};

export interface VaultRig {
  /** This test's database; not there before the test begins. */
  readonly url: string;
  /** This test's; it holds `CONNECTION`. */
  readonly vault: Vault;
  /** One more vault over the same database. */
  readonly open: (keys?: string) => Promise<Vault>;
  /** Every row that may hold a secret, as text. */
  readonly dump: () => Promise<string>;
  /** The lease on the connection's token, for milliseconds; rejects when another one holds it. */
  readonly lease: (version: number, owner?: string, forMs?: number) => Promise<Lease>;
}

/** To be called once in a `describe`. */
export const vaultRigPerTest = (createDatabase: CreateDatabase): VaultRig => {
  let url: string;
  let remove: () => void;
  let vault: Vault;
  const open = (keys = testKey("a")) => openVault(readConfig({ VAULT_URL: url, VAULT_KEYS: keys }));

  beforeEach(async () => {
    ({ url, remove } = await createDatabase());
    vault = await open();
    await vault.connections.put(CONNECTION);
  });
  afterEach(async () => {
    await vault.close();
    remove();
  });

  return {
    get url() {
      return url;
    },
    get vault() {
      return vault;
    },
    open,
    dump: async () => {
      const tables = ["connection", "token", "orphan", "webhook"];
      const rows = await Promise.all(
        tables.map((table) => sql`select * from ${sql.table(table)}`.execute(vault.database.db)),
      );
      return JSON.stringify(rows.map(({ rows: list }) => list));
    },
    lease: async (version, owner = "me", forMs = 3_000) => {
      const taken = await vault.tokens.lease(ID, version, owner, forMs);
      if (!taken) throw new Error("no lease");
      return taken;
    },
  };
};
