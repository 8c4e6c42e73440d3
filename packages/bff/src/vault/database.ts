import { Kysely, PostgresDialect, type RawBuilder, sql } from "kysely";
import pg from "pg";
import type { VaultLocation } from "../config/config.ts";
import { sqliteDialect } from "./sqlite.ts";
import type { Tables } from "./tables.ts";

/** The vault's database and its clock: an SQL expression in ms, so that no instance's own clock decides about a lease. */
export interface Database {
  readonly db: Kysely<Tables>;
  readonly now: RawBuilder<number>;
  /** Begins a transaction that sees the vault as of one moment, and keeps nobody from writing. */
  readonly beginSnapshot: string;
}

/** bigint arrives as text by default; every number kept here is far below 2^53. */
const INT8_TYPE_ID = 20;
const types = {
  getTypeParser: (id: number, format?: "text" | "binary") =>
    id === INT8_TYPE_ID ? Number : pg.types.getTypeParser(id, format as "text"),
};

const SQLITE_NOW = sql<number>`cast(unixepoch('subsec') * 1000 as integer)`;
const POSTGRES_NOW = sql<number>`cast(extract(epoch from clock_timestamp()) * 1000 as bigint)`;

/** Connects lazily; nothing is read or written yet. */
export const connectDatabase = (location: VaultLocation): Database => {
  if (location.kind === "sqlite") {
    const db = new Kysely<Tables>({ dialect: sqliteDialect(location.path) });
    return { db, now: SQLITE_NOW, beginSnapshot: "begin deferred" };
  }
  const pool = new pg.Pool({
    connectionString: location.url,
    max: location.poolSize,
    ...(location.maxUses !== undefined && { maxUses: location.maxUses }),
    types,
    connectionTimeoutMillis: 5_000,
    statement_timeout: 10_000,
    keepAlive: true,
  });
  // An idle connection that the server closes is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => {});
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool }) });
  return { db, now: POSTGRES_NOW, beginSnapshot: "begin isolation level repeatable read read only" };
};
