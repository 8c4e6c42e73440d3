/** Old events are deleted by their index, however many others there are. */
import { sql } from "kysely";
import { afterAll, beforeAll, expect, it } from "vitest";
import { readConfig } from "../../src/index.ts";
import { openVault } from "../../src/vault/vault.ts";
import { testKey } from "../support/bff.ts";
import { type RunningPostgres, startPostgres } from "../support/postgres.ts";

let postgres: RunningPostgres;
beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

it("does not look at events that stay, in PostgreSQL", async () => {
  const vault = await openVault(
    readConfig({
      VAULT_URL: await postgres.createDatabase(),
      VAULT_KEYS: testKey("a"),
      VAULT_POOL_SIZE: "1",
    }),
  );
  const { db, now } = vault.database;
  await sql`
    insert into webhook (business, seq, provider, topic, dedupe, sealed, received_at)
    select 'CAFE01', number, 'haravan', 'orders/create', number, repeat('x', 200), ${now} - number * 1000
    from generate_series(1, 20000) number
  `.execute(db);
  await sql`analyze webhook`.execute(db);
  /** So many times the whole table was read; a session tells of its own reading when asked to. */
  const scans = async () => {
    await sql`select pg_stat_force_next_flush()`.execute(db);
    const { rows } = await sql<{ scans: number }>`
      select seq_scan as scans from pg_stat_user_tables where relname = 'webhook'
    `.execute(db);
    return rows[0]?.scans;
  };
  const before = await scans();
  expect(await vault.webhooks.prune(19_900_500)).toBeGreaterThanOrEqual(100);
  expect(await scans()).toBe(before);
  await vault.close();
});
