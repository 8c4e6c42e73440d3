import { Kysely, PostgresDialect, type RawBuilder, sql } from "kysely";
import type { VaultLocation } from "../config/config.ts";
import { sqliteDialect } from "./sqlite.ts";
import type { Tables } from "./tables.ts";

export interface Database {
  readonly db: Kysely<Tables>;
  /** The database's clock: an SQL expression in ms, so that no instance's own clock decides about a lease. */
  readonly now: RawBuilder<number>;
  /** Begins a transaction that sees the vault as of one moment, and keeps nobody from writing. */
  readonly beginSnapshot: string;
}

/** Connects lazily; nothing is read or written yet. */
export const connectDatabase = (location: VaultLocation): Database =>
  location.kind === "sqlite"
    ? {
        db: new Kysely<Tables>({ dialect: sqliteDialect(location.path) }),
        now: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
        beginSnapshot: "begin deferred",
      }
    : {
        db: new Kysely<Tables>({
          dialect: new PostgresDialect({
            // Whoever stays with SQLite does not load the other driver.
            pool: async () => (await import("./postgres.ts")).createPostgresPool(location),
          }),
        }),
        now: sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
        beginSnapshot: "begin isolation level repeatable read read only",
      };
