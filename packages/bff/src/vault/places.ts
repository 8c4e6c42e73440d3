/** The tables that make a vault, in the order of a copy, and how to go through them. Buckets are left out: they are of the moment. */
import { type Kysely, type RawBuilder, sql } from "kysely";
import { connectionSealContext } from "./connection.ts";
import { orphanSealContext } from "./orphans.ts";
import type { Tables } from "./tables.ts";
import { tokenSealContext } from "./tokens.ts";
import { webhookSealContext } from "./webhooks.ts";

/** As a driver gives it. */
export type Row = Readonly<Record<string, string | number | null>>;

export interface Place {
  readonly table: "connection" | "token" | "orphan" | "webhook_feed" | "webhook";
  /** Its primary key, and what else the seal is bound to. */
  readonly keys: readonly string[];
  /** What the text in the column `sealed` is bound to, if there is one. */
  readonly context?: (row: Row) => string;
}

export const PLACES: readonly Place[] = [
  { table: "connection", keys: ["id"], context: (row) => connectionSealContext(String(row["id"])) },
  {
    table: "token",
    keys: ["id", "version"],
    context: (row) => tokenSealContext(String(row["id"]), Number(row["version"])),
  },
  { table: "orphan", keys: ["id"], context: (row) => orphanSealContext(String(row["id"])) },
  { table: "webhook_feed", keys: ["business"] },
  {
    table: "webhook",
    keys: ["business", "seq"],
    context: (row) => webhookSealContext(String(row["business"]), Number(row["seq"])),
  },
];

/** All rows in the order of their keys, so many at a time: at least once, and perhaps none. */
export async function* inBatches(
  db: Kysely<Tables>,
  { table, keys }: Place,
  columns: RawBuilder<unknown>,
  size: number,
): AsyncGenerator<readonly Row[]> {
  const order = sql.join(keys.map((key) => sql.ref(key)));
  for (let after = sql`true`, isLast = false; !isLast; ) {
    const { rows } = await sql<Row>`
      select ${columns} from ${sql.table(table)} where ${after} order by ${order} limit ${sql.lit(size)}
    `.execute(db);
    yield rows;
    isLast = rows.length < size;
    after = sql`(${order}) > (${sql.join(keys.map((key) => rows.at(-1)?.[key]))})`;
  }
}
