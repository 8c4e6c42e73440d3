/** A statement that PostgreSQL does not finish is given up, and the connection that is busy with it is not used again. */
import { Kysely, PostgresDialect, type PostgresPool, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { connectDatabase } from "../../src/vault/database.ts";
import { createKeyring } from "../../src/vault/keyring.ts";
import { readSchemaVersion, SCHEMA_VERSION } from "../../src/vault/migrations.ts";
import { createPostgresPools } from "../../src/vault/postgres.ts";
import type { Tables } from "../../src/vault/tables.ts";
import { createVaultOver } from "../../src/vault/vault.ts";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";

let postgres: RunningPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

const connect = (url: string, poolSize: number, timeoutMs: number) => {
  const { limited, patient } = createPostgresPools({ url, poolSize }, timeoutMs);
  const over = (pool: PostgresPool) => new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db: over(limited), patient: over(patient) };
};

const openVaultOver = (connected: ReturnType<typeof connect>) => {
  const { now, beginSnapshot } = connectDatabase({ kind: "postgres", url: "", poolSize: 1 });
  const keyring = createKeyring([{ id: "a", bytes: Buffer.alloc(32, "a") }]);
  return createVaultOver({ ...connected, now, beginSnapshot }, keyring).open();
};

/** Somebody who holds the table until they end. */
const lock = async (url: string): Promise<pg.Client> => {
  const other = new pg.Client(url);
  await other.connect();
  await other.query("begin");
  await other.query("lock table locked in access exclusive mode");
  return other;
};

const stuck = sql`select * from locked`;

it("is given up, alone or in a transaction, and the next caller gets another connection", async () => {
  const url = await postgres.createDatabase();
  const { db } = connect(url, 1, 4_000);
  await sql`create table locked (id int)`.execute(db);
  const other = await lock(url);
  const backend = async () => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    return rows[0]?.pid;
  };
  const first = await backend();
  await expect(stuck.execute(db)).rejects.toThrow("timeout");
  const second = await backend();
  await expect(db.transaction().execute((transaction) => stuck.execute(transaction))).rejects.toThrow(
    "timeout",
  );
  const third = await backend();
  expect(new Set([first, second, third]).size).toBe(3);
  // What the server itself refuses leaves the connection as good as it was.
  await expect(sql`select nonsense`.execute(db)).rejects.toThrow("nonsense");
  expect(await backend()).toBe(third);
  await other.end();
  await db.destroy();
}, 120_000);

it("is waited for where the work takes as long as the vault is large", async () => {
  const url = await postgres.createDatabase();
  const { db, patient } = connect(url, 2, 500);
  await sql`create table locked (id int)`.execute(db);
  const other = await lock(url);
  const waiting = stuck.execute(patient);
  await expect(stuck.execute(db)).rejects.toThrow("timeout");
  await other.end();
  expect((await waiting).rows).toEqual([]);
  await db.destroy();
}, 120_000);

it("is waited for where the tables of a large vault are brought up to date", async () => {
  const url = await postgres.createDatabase();
  const connected = connect(url, 2, 500);
  const { db } = connected;
  await openVaultOver(connected);
  await sql`drop table webhook`.execute(db);
  await sql`update vault_schema set version = 0`.execute(db);
  await sql`create table locked (id int)`.execute(db);
  const other = await lock(url);
  await other.query("update vault_schema set version = 0"); // Another process is at it, and takes its time.
  const opening = openVaultOver(connected);
  await expect(stuck.execute(db)).rejects.toThrow("timeout");
  await other.end();
  await opening;
  expect(await readSchemaVersion(db)).toBe(SCHEMA_VERSION);
  await db.destroy();
}, 120_000);
