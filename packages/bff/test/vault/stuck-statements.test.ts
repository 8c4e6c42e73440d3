/** A statement that PostgreSQL does not finish is given up, and the connection that is busy with it is not used again. */
import { Kysely, PostgresDialect, sql } from "kysely";
import pg from "pg";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createPostgresPool } from "../../src/vault/postgres.ts";
import type { Tables } from "../../src/vault/tables.ts";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";

let postgres: RunningPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

it("is given up, alone or in a transaction, and the next caller gets another connection", async () => {
  const url = await postgres.createDatabase();
  const db = new Kysely<Tables>({
    dialect: new PostgresDialect({ pool: createPostgresPool({ url, poolSize: 1 }, 4_000) }),
  });
  await sql`create table locked (id int)`.execute(db);
  const other = new pg.Client(url);
  await other.connect();
  await other.query("begin");
  await other.query("lock table locked in access exclusive mode");
  const backend = async () => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(db);
    return rows[0]?.pid;
  };
  const first = await backend();
  const stuck = sql`select * from locked`;
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
