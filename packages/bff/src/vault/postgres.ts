/**
 * The connections for Kysely's own PostgreSQL dialect, by `pg`, with nothing that a transaction-pooling proxy (PgBouncer) refuses: no session state,
 * and no start-up parameter beyond the usual ones. So the time limit on a statement is ours and not the server's.
 */
import type { PostgresPool, PostgresPoolClient } from "kysely";
import pg from "pg";
import { databaseFailure } from "./database-failure.ts";

export interface PostgresLocation {
  readonly url: string;
  readonly poolSize: number;
}

const CONNECT_TIMEOUT_MS = 5_000;
const STATEMENT_TIMEOUT_MS = 10_000;

/** bigint arrives as text by default; every number kept here is far below 2^53. */
const INT8_TYPE_ID = 20;
const types = {
  getTypeParser: (id: number, format?: "text" | "binary") =>
    id === INT8_TYPE_ID ? Number : pg.types.getTypeParser(id, format as "text"),
};

/** A server that is read-only, e.g. the old primary after a failover; whoever connects anew finds the one that is not. */
const READ_ONLY = "25006";

const isOfNoMoreUse = (error: unknown): boolean =>
  !(error instanceof pg.DatabaseError) || error.code === READ_ONLY;

/** Of connections that are never handed out again. */
type Failures = WeakMap<pg.PoolClient, unknown>;

/**
 * A connection whose statement was given up is still busy with it: it is closed, never handed to the next caller, and so is one
 * that broke between two statements, or to a server that takes no writes.
 */
const closeWhenBroken = (
  client: pg.PoolClient,
  failures: Failures,
  timeoutMs: number,
): PostgresPoolClient => {
  const query = async (text: string, parameters: readonly unknown[]) => {
    if (failures.has(client)) throw failures.get(client);
    try {
      const statement = { text, values: [...parameters], query_timeout: timeoutMs }; // pg's types do not name the last.
      return await client.query(statement);
    } catch (error) {
      const shown = databaseFailure(error);
      if (isOfNoMoreUse(error)) failures.set(client, shown);
      throw shown;
    }
  };
  // By way of `unknown`: Kysely's other form of `query` takes a cursor, of which there are none here.
  const guarded = query as unknown as PostgresPoolClient["query"];
  return { query: guarded, release: () => client.release(failures.has(client)) };
};

const NO_LIMIT = 0;

/** One pool, seen twice; it ends when either is ended. */
export const createPostgresPools = (
  { url, poolSize }: PostgresLocation,
  statementTimeoutMs = STATEMENT_TIMEOUT_MS,
) => {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    types,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    keepAlive: true,
  });
  // An idle connection that the server closes is replaced at the next use; without a listener it would end the process.
  pool.on("error", () => {});
  const failures: Failures = new WeakMap();
  // For as long as it lives: one that breaks between two statements says so only by an event, which ends the process where nobody
  // listens, and may come in one packet with the word that it is connected.
  pool.on("connect", (client) => {
    client.on("error", (error: Error) => {
      if (!failures.has(client)) failures.set(client, databaseFailure(error));
    });
  });
  const connect = () =>
    pool.connect().catch((error: unknown) => {
      throw databaseFailure(error);
    });
  const seenWith = (timeoutMs: number): PostgresPool => ({
    options: pool.options,
    connect: async () => closeWhenBroken(await connect(), failures, timeoutMs),
    end: async () => {
      if (!pool.ending) await pool.end();
    },
  });
  return {
    limited: seenWith(statementTimeoutMs),
    /** Without a time limit on a statement. */
    patient: seenWith(NO_LIMIT),
  };
};

export type PostgresPools = ReturnType<typeof createPostgresPools>;
