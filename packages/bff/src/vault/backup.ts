/**
 * The whole vault as lines of JSON, sealed as it lies there: worthless without VAULT_KEYS. Taken as of one moment while servers
 * run; goes into an empty vault over either database, so that it is also the way from SQLite to PostgreSQL.
 *
 *   {"vault": schema version}
 *   [table, row]                  any number
 *   {"rows": how many}            without it the copy is not whole
 */
import { AddOnError } from "@privage-addons/contracts";
import { type Kysely, type RawBuilder, sql } from "kysely";
import * as z from "zod";
import { parseJson } from "../parse-json.ts";
import type { Database } from "./database.ts";
import { SCHEMA_VERSION } from "./migrations.ts";
import type { Tables } from "./tables.ts";

/** Tables and their primary keys. Buckets are left out: they are of the moment. */
const PLACES = {
  connection: ["id"],
  token: ["id"],
  orphan: ["id"],
  webhook_feed: ["business"],
  webhook: ["business", "seq"],
} as const;
const BATCH = 200;

const rowSchema = z.tuple([
  z.enum(["connection", "token", "orphan", "webhook_feed", "webhook"]),
  z.record(z.string().regex(/^\w+$/), z.union([z.string(), z.number(), z.null()])),
]);
type Row = z.infer<typeof rowSchema>[1];

const tuple = (values: readonly RawBuilder<unknown>[]): RawBuilder<unknown> => sql`(${sql.join(values)})`;

const copyTable = async (
  connection: Kysely<Tables>,
  table: keyof typeof PLACES,
  write: (row: Row) => Promise<void>,
): Promise<void> => {
  const keys = PLACES[table];
  const columns = tuple(keys.map((key) => sql.ref(key)));
  const order = sql.join(keys.map((key) => sql.ref(key)));
  for (let after = sql`true`, isLast = false; !isLast; ) {
    const { rows } = await sql<Row>`
      select * from ${sql.table(table)} where ${after} order by ${order} limit ${sql.lit(BATCH)}
    `.execute(connection);
    for (const row of rows) await write(row);
    isLast = rows.length < BATCH;
    after = sql`${columns} > ${tuple(keys.map((key) => sql`${rows.at(-1)?.[key]}`))}`;
  }
};

/** Writes every line, without its end. Resolves with how many rows there are. */
export const backUp = (
  { db, beginSnapshot }: Database,
  write: (line: string) => Promise<void>,
): Promise<number> =>
  db.connection().execute(async (connection) => {
    await sql.raw(beginSnapshot).execute(connection);
    try {
      let count = 0;
      await write(JSON.stringify({ vault: SCHEMA_VERSION }));
      for (const table of Object.keys(PLACES) as (keyof typeof PLACES)[]) {
        await copyTable(connection, table, (row) => {
          count += 1;
          return write(JSON.stringify([table, row]));
        });
      }
      await write(JSON.stringify({ rows: count }));
      return count;
    } finally {
      await sql`commit`.execute(connection);
    }
  });

const unusable = (why: string): AddOnError =>
  new AddOnError("INVALID_ARGUMENT", `${why} Nothing was restored.`);

const insert = async (transaction: Kysely<Tables>, table: string, rows: readonly Row[]): Promise<void> => {
  const names = Object.keys(rows[0] ?? {});
  const values = rows.map((row) => tuple(names.map((name) => sql`${row[name] ?? null}`)));
  await sql`
    insert into ${sql.table(table)} ${tuple(names.map((name) => sql.ref(name)))} values ${sql.join(values)}
  `.execute(transaction);
};

/**
 * Puts a copy into an empty vault, all of it or nothing. Resolves with how many rows there are.
 *
 * Rejects with INVALID_ARGUMENT when the vault is not empty, or the copy is of another schema, damaged or not whole.
 */
export const restore = ({ db }: Database, lines: AsyncIterable<string>): Promise<number> =>
  db.transaction().execute(async (transaction) => {
    const { count: present } = await transaction
      .selectFrom("connection")
      .select((column) => column.fn.countAll<number>().as("count"))
      .executeTakeFirstOrThrow();
    if (Number(present) > 0) throw unusable("The vault is not empty.");

    let version: unknown;
    let promised: unknown;
    let count = 0;
    let waiting: { table: string; rows: Row[] } = { table: "", rows: [] };
    const flush = async (table: string): Promise<void> => {
      if (waiting.rows.length > 0) await insert(transaction, waiting.table, waiting.rows);
      waiting = { table, rows: [] };
    };
    for await (const line of lines) {
      const parsed = parseJson(line);
      if (version === undefined) {
        version = z.object({ vault: z.number() }).safeParse(parsed).data?.vault;
        if (version !== SCHEMA_VERSION) {
          throw unusable(
            `A backup of schema version ${SCHEMA_VERSION} is needed; run the program that made this one.`,
          );
        }
        continue;
      }
      promised = z.object({ rows: z.number() }).safeParse(parsed).data?.rows;
      if (promised !== undefined) break;
      const { data } = rowSchema.safeParse(parsed);
      if (!data) throw unusable("This is not a backup of a vault, or it was damaged.");
      const [table, row] = data;
      if (table !== waiting.table || waiting.rows.length >= BATCH) await flush(table);
      waiting.rows.push(row);
      count += 1;
    }
    await flush("");
    if (promised !== count) throw unusable("The backup is not whole.");
    return count;
  });
