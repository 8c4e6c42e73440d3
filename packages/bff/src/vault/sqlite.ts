/** Kysely's own SQLite dialect over `node:sqlite`, which needs no native build. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { type SqliteDatabase, SqliteDialect } from "kysely";

/** How long a statement waits for another process that is writing, e.g. the CLI beside a running server. */
const BUSY_TIMEOUT_MS = 5_000;

/** A `node:sqlite` database as Kysely's dialect expects one. */
export const asSqlite = (database: DatabaseSync): SqliteDatabase => ({
  close: () => database.close(),
  prepare: (text) => {
    // A deferred transaction that reads first cannot be upgraded while another process writes; an immediate one waits.
    const statement = database.prepare(text === "begin" ? "begin immediate" : text);
    const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]; // Kysely passes what we bound.
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...values(parameters)),
      run: (parameters) => statement.run(...values(parameters)),
      iterate: (parameters) => statement.iterate(...values(parameters)),
    };
  },
});

export const sqliteDialect = (path: string): SqliteDialect => {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  // FULL: a token that was committed survives a power cut, not only a killed process.
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
  return new SqliteDialect({ database: asSqlite(database) });
};
