/**
 * The whole vault as lines of JSON, sealed as it lies there: worthless without VAULT_KEYS. Taken as of one moment while servers
 * run; goes into an empty vault over either database, so that it is also the way from SQLite to PostgreSQL.
 *
 *   {"vault": schema version}
 *   [table, row]                  any number
 *   {"rows": how many}            without it the copy is not whole
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import { parseJson } from "../parse-json.ts";
import type { Database } from "./database.ts";
import { readSchemaVersion, SCHEMA_VERSION } from "./migrations.ts";
import { inBatches, PLACES, type Row } from "./places.ts";
import type { Tables } from "./tables.ts";

/** Rows, and bytes of what was read for them: of events there may be a megabyte in each. */
const BATCH = 50;
const BATCH_BYTES = 4_194_304;

const rowSchema = z.tuple([
  z.enum(PLACES.map(({ table }) => table)),
  z.record(z.string().regex(/^\w+$/), z.union([z.string(), z.number(), z.null()])),
]);

/** Of the vault as it lies there, which an older program may be using: nothing is brought up to date for a copy. */
const versionToCopy = async (connection: Kysely<Tables>): Promise<number> => {
  const version = await readSchemaVersion(connection).catch((cause: unknown) => {
    throw isAddOnError(cause)
      ? cause
      : new AddOnError("INVALID_ARGUMENT", "There is no vault at VAULT_URL.", { cause });
  });
  if (version <= SCHEMA_VERSION) return version;
  throw new AddOnError(
    "INVALID_ARGUMENT",
    `The vault has schema version ${version}, this program knows ${SCHEMA_VERSION}: back it up with the program that runs.`,
  );
};

/** Writes every line, without its end. Resolves with how many rows there are. Rejects with INVALID_ARGUMENT without a vault. */
export const backUp = (
  { patient, beginSnapshot }: Database,
  write: (line: string) => Promise<void>,
): Promise<number> =>
  patient.connection().execute(async (connection) => {
    await sql.raw(beginSnapshot).execute(connection);
    try {
      let count = 0;
      await write(JSON.stringify({ vault: await versionToCopy(connection) }));
      for (const place of PLACES) {
        for await (const rows of inBatches(connection, place, sql`*`, BATCH)) {
          for (const row of rows) await write(JSON.stringify([place.table, row]));
          count += rows.length;
        }
      }
      await write(JSON.stringify({ rows: count }));
      return count;
    } finally {
      await sql`rollback`.execute(connection); // Nothing was written.
    }
  });

const unusable = (why: string): AddOnError =>
  new AddOnError("INVALID_ARGUMENT", `${why} Nothing was restored.`);

const notABackup = (): AddOnError => unusable("This is not a backup of a vault, or it was damaged.");

/**
 * Puts a copy into an empty vault, all of it or nothing. Resolves with how many rows there are.
 *
 * Rejects with INVALID_ARGUMENT when the vault is not empty, or the copy is of another schema, damaged or not whole.
 */
export const restore = ({ patient }: Database, lines: AsyncIterable<string>): Promise<number> =>
  patient.transaction().execute(async (transaction) => {
    const present = await transaction.selectFrom("connection").select("id").limit(1).executeTakeFirst();
    if (present) throw unusable("The vault is not empty.");

    const target = transaction.$extendTables<Record<string, Row>>();
    let version: unknown;
    let promised: unknown;
    let count = 0;
    let waiting: { table: string; rows: Row[]; bytes: number } = { table: "", rows: [], bytes: 0 };
    const flush = async (table: string): Promise<void> => {
      if (waiting.rows.length > 0) await target.insertInto(waiting.table).values(waiting.rows).execute();
      waiting = { table, rows: [], bytes: 0 };
    };
    for await (const line of lines) {
      const parsed = parseJson(line);
      if (version === undefined) {
        version = z.object({ vault: z.number() }).safeParse(parsed).data?.vault;
        if (version === SCHEMA_VERSION) continue;
        if (version === undefined) throw notABackup();
        throw unusable(
          `A backup of schema version ${SCHEMA_VERSION} is needed; run the program that made this one.`,
        );
      }
      promised = z.object({ rows: z.number() }).safeParse(parsed).data?.rows;
      if (promised !== undefined) break;
      const { data } = rowSchema.safeParse(parsed);
      if (!data) throw notABackup();
      const [table, row] = data;
      const isFull = waiting.rows.length >= BATCH || waiting.bytes >= BATCH_BYTES;
      if (table !== waiting.table || isFull) await flush(table);
      waiting.rows.push(row);
      waiting.bytes += line.length;
      count += 1;
    }
    await flush("");
    if (promised !== count) throw unusable("The backup is not whole.");
    return count;
  });
