/** PostgreSQL as its operator may have set it up, or left it for a while: read-only, with time limits, with stricter transactions. */
import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect } from "kysely";
import pg from "pg";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { openVault, readConfig } from "../../src/index.ts";
import { migrate, readSchemaVersion, SCHEMA_VERSION } from "../../src/vault/migrations.ts";
import { asSqlite } from "../../src/vault/sqlite.ts";
import type { Tables } from "../../src/vault/tables.ts";
import { testKey } from "../support/bff.ts";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";
import { CONNECTION } from "../support/vault-rig.ts";

let postgres: RunningPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

let url: string;
let operator: pg.Client;
beforeEach(async () => {
  url = await postgres.createDatabase();
  operator = new pg.Client(url);
  await operator.connect();
});
afterEach(() => operator.end());

const name = () => new URL(url).pathname.slice(1);
/** Holds for connections made from now on. */
const set = (setting: string) => operator.query(`alter database ${name()} set ${setting}`);
const open = () => openVault(readConfig({ VAULT_URL: url, VAULT_KEYS: testKey("a"), VAULT_POOL_SIZE: "1" }));

describe("a server that is read-only, as the old primary after a failover", () => {
  it("is left at once: the next caller gets a new connection, to the new primary", async () => {
    const vault = await open();
    await set("default_transaction_read_only = on");
    await operator.query(
      "select pg_terminate_backend(pid, 5000) from pg_stat_activity where datname = $1 and pid <> pg_backend_pid()",
      [name()],
    );
    const put = () => vault.connections.put(CONNECTION);
    await expect.poll(() => put().catch((error: Error) => error.message)).toContain("25006");
    await set("default_transaction_read_only = off");
    await put();
    await vault.close();
  });
});

describe("a time limit of the database's own", () => {
  it.each([
    ["statement_timeout", "57014"],
    ["lock_timeout", "55P03"],
  ])("that is over, %s, is told as what may pass", async (setting, code) => {
    await set(`${setting} = 300`);
    const vault = await open();
    await vault.connections.put(CONNECTION);
    await operator.query("begin");
    await operator.query("select id from connection for update");
    await expect(vault.connections.put(CONNECTION)).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      message: `The vault's database cannot be used right now (${code}).`,
    });
    await operator.query("commit");
    await vault.connections.put(CONNECTION);
    await vault.close();
  });
});

describe("several processes that start together on an empty database", () => {
  it.each(["read committed", "repeatable read", "serializable"])(
    "all start where transactions are %s",
    async (isolation) => {
      await set(`default_transaction_isolation = '${isolation}'`);
      const vaults = await Promise.all(Array.from({ length: 8 }, open));
      await Promise.all(vaults.map((vault) => vault.close()));
    },
  );

  it.each(["23505", "42P07", "42710"])("look again where PostgreSQL says %s to all but one", async (code) => {
    const database = asSqlite(new DatabaseSync(":memory:"));
    let isFirst = true;
    const prepare = (text: string) => {
      const hasLost = isFirst && text.startsWith("create table");
      if (hasLost) isFirst = false;
      if (hasLost) throw Object.assign(new Error("lost"), { code });
      return database.prepare(text);
    };
    const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: { ...database, prepare } }) });
    await migrate(db);
    expect([isFirst, await readSchemaVersion(db)]).toEqual([false, SCHEMA_VERSION]);
    await db.destroy();
  });
});
