/** Kysely's own SQLite dialect over `node:sqlite`, which needs no native build. */
import { mkdirSync } from "node:fs";
import { dirname } from "node:path";
import { DatabaseSync, type SQLInputValue } from "node:sqlite";
import { setTimeout as delay } from "node:timers/promises";
import { type DatabaseConnection, type SqliteDatabase, SqliteDialect } from "kysely";
import { databaseFailure, driverCodeOf } from "./database-failure.ts";

/** How long a statement waits for another process that is writing, e.g. the CLI beside a running server. */
const BUSY_TIMEOUT_MS = 5_000;
const BUSY_POLL_MS = 10;
const BUSY = "SQLite error 5";

/** What Kysely means by a statement of its own. */
const toMeant = (text: string, { isTransaction }: DatabaseSync): string => {
  // A deferred transaction that reads first cannot be upgraded while another process writes; an immediate one waits.
  if (text === "begin") return "begin immediate";
  // SQLite ends a transaction by itself, e.g. on a full disk: a rollback that fails would hide why.
  if (text === "rollback" && !isTransaction) return "select 1";
  return text;
};

/** A `node:sqlite` database as Kysely's dialect expects one. */
export const asSqlite = (database: DatabaseSync): SqliteDatabase => ({
  close: () => database.close(),
  prepare: (text) => {
    const statement = database.prepare(toMeant(text, database));
    const values = (parameters: readonly unknown[]) => parameters as SQLInputValue[]; // Kysely passes what we bound.
    return {
      reader: statement.columns().length > 0,
      all: (parameters) => statement.all(...values(parameters)),
      run: (parameters) => statement.run(...values(parameters)),
      iterate: (parameters) => statement.iterate(...values(parameters)),
    };
  },
});

const isBusy = (error: unknown): boolean => error instanceof Error && driverCodeOf(error) === BUSY;

/** SQLite itself would wait for a lock by blocking the thread, and the process would answer nobody meanwhile. */
const patiently = async <Result>(attempt: () => Promise<Result>): Promise<Result> => {
  const deadline = performance.now() + BUSY_TIMEOUT_MS;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() > deadline) throw databaseFailure(error);
      await delay(BUSY_POLL_MS);
    }
  }
};

/** SQLite has one connection; transactions begin and end through it too. */
const bePatient = async (connection: DatabaseConnection): Promise<void> => {
  const executeOnce = connection.executeQuery.bind(connection);
  connection.executeQuery = (query) => patiently(() => executeOnce(query));
};

const openFile = (path: string): SqliteDatabase => {
  if (path !== ":memory:") mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const database = new DatabaseSync(path, { timeout: BUSY_TIMEOUT_MS });
  // FULL: a token that was committed survives a power cut, not only a killed process.
  database.exec("pragma journal_mode = wal; pragma synchronous = full; pragma foreign_keys = on");
  database.exec("pragma busy_timeout = 0");
  return asSqlite(database);
};

export const sqliteDialect = (path: string): SqliteDialect =>
  new SqliteDialect({ database: async () => openFile(path), onCreateConnection: bePatient });
