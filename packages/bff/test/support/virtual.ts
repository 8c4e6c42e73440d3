/** Time that passes when the test says so, for the keeper and for its database alike. */
import { DatabaseSync } from "node:sqlite";
import { Kysely, SqliteDialect, sql } from "kysely";
import type { Clock } from "../../src/operations/clock.ts";
import type { Database } from "../../src/vault/database.ts";
import { createKeyring } from "../../src/vault/keyring.ts";
import { asSqlite } from "../../src/vault/sqlite.ts";
import type { Tables } from "../../src/vault/tables.ts";
import { createVaultOver, type Vault } from "../../src/vault/vault.ts";

export interface TestClock extends Clock {
  /** Lets `ms` pass; whoever sleeps until then is woken in order. */
  advance(ms: number): Promise<void>;
}

/** Enough turns of the event loop for chains of promises to run dry. */
export const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 20; turn += 1) await new Promise((resolve) => setImmediate(resolve));
};

export const createTestClock = (startAt = 1_800_000_000_000): TestClock => {
  let now = startAt;
  const sleepers = new Set<{ until: number; wake: () => void }>();
  return {
    now: () => now,
    wallNow: () => now,
    sleep: (ms, signal) =>
      new Promise((resolve) => {
        const sleeper = {
          until: now + ms,
          wake: () => {
            sleepers.delete(sleeper);
            resolve();
          },
        };
        if (signal?.aborted) return resolve();
        signal?.addEventListener("abort", sleeper.wake, { once: true });
        sleepers.add(sleeper);
      }),
    advance: async (ms) => {
      const end = now + ms;
      for (;;) {
        await settle();
        const next = [...sleepers]
          .filter(({ until }) => until <= end)
          .toSorted((a, b) => a.until - b.until)[0];
        if (!next) break;
        now = Math.max(now, next.until);
        next.wake();
      }
      now = end;
      await settle();
    },
  };
};

/** A real SQLite in memory whose clock is the test's. */
export const createVirtualVault = async (clock: Clock): Promise<Vault> => {
  const sqlite = new DatabaseSync(":memory:");
  sqlite.function("test_now", () => Math.round(clock.now()));
  const db = new Kysely<Tables>({ dialect: new SqliteDialect({ database: asSqlite(sqlite) }) });
  const database: Database = {
    db,
    patient: db,
    now: sql<number>`test_now()`,
    beginSnapshot: "begin deferred",
  };
  const vault = createVaultOver(database, createKeyring([{ id: "a", bytes: Buffer.alloc(32, "a") }]));
  await vault.open();
  return vault;
};
