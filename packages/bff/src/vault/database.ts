import { Kysely, PostgresDialect, type RawBuilder, sql } from "kysely";
import type { VaultLocation } from "../config/config.ts";
import type { PostgresLocation, PostgresPools } from "./postgres.ts";
import { sqliteDialect } from "./sqlite.ts";
import type { Tables } from "./tables.ts";

export interface Database {
  readonly db: Kysely<Tables>;
  /** The same without a time limit on a statement, for work that takes as long as the vault is large. */
  readonly patient: Kysely<Tables>;
  /** The database's clock: an SQL expression in ms, so that no instance's own clock decides about a lease. */
  readonly now: RawBuilder<number>;
  /** Begins a transaction that sees the vault as of one moment, and keeps nobody from writing. */
  readonly beginSnapshot: string;
}

const overSqlite = (path: string): Database => {
  const db = new Kysely<Tables>({ dialect: sqliteDialect(path) });
  return {
    db,
    patient: db,
    now: sql<number>`cast(unixepoch('subsec') * 1000 as integer)`,
    beginSnapshot: "begin deferred",
  };
};

const overPostgres = (location: PostgresLocation): Database => {
  // Whoever stays with SQLite does not load the other driver.
  let pools: Promise<PostgresPools> | undefined;
  const connect = (pool: keyof PostgresPools) => {
    const find = async () => {
      pools ??= import("./postgres.ts").then(({ createPostgresPools }) => createPostgresPools(location));
      return (await pools)[pool];
    };
    return new Kysely<Tables>({ dialect: new PostgresDialect({ pool: find }) });
  };
  return {
    db: connect("limited"),
    patient: connect("patient"),
    now: sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`,
    beginSnapshot: "begin isolation level repeatable read read only",
  };
};

/** Connects lazily; nothing is read or written yet. */
export const connectDatabase = (location: VaultLocation): Database =>
  location.kind === "sqlite" ? overSqlite(location.path) : overPostgres(location);
