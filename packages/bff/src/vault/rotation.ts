/** Moves every sealed text to the first key of the ring, in small steps, while others read and write. */
import { sql } from "kysely";
import { connectionSealContext } from "./connections.ts";
import type { Database } from "./database.ts";
import type { Keyring } from "./keyring.ts";
import { orphanSealContext } from "./orphans.ts";
import { tokenSealContext } from "./tokens.ts";
import { webhookSealContext } from "./webhooks.ts";

interface SealedRow {
  readonly keys: Readonly<Record<string, string | number>>;
  readonly sealed: string;
  readonly context: string;
}

const BATCH = 200;

const PLACES = [
  {
    table: "connection",
    columns: ["id"],
    context: (row: Record<string, unknown>) => connectionSealContext(String(row["id"])),
  },
  {
    table: "token",
    columns: ["id", "version"],
    context: (row: Record<string, unknown>) => tokenSealContext(String(row["id"]), Number(row["version"])),
  },
  {
    table: "orphan",
    columns: ["id"],
    context: (row: Record<string, unknown>) => orphanSealContext(String(row["id"])),
  },
  {
    table: "webhook",
    columns: ["business", "seq"],
    context: (row: Record<string, unknown>) =>
      webhookSealContext(String(row["business"]), Number(row["seq"])),
  },
] as const;

export interface Rotation {
  /** How many texts each key has sealed, by key id. */
  count(): Promise<ReadonlyMap<string, number>>;
  /** Re-seals everything; how many texts. Safe to stop, to repeat, and to run in several processes. */
  run(options?: { readonly signal?: AbortSignal; readonly pause?: () => Promise<void> }): Promise<number>;
}

export const createRotation = ({ db }: Database, keyring: Keyring): Rotation => {
  const prefix = `v1.${keyring.primaryId}.`;

  const outdated = async (place: (typeof PLACES)[number]): Promise<SealedRow[]> => {
    const columns = sql.join(place.columns.map((column) => sql.ref(column)));
    const { rows } = await sql<Record<string, string | number>>`
      select ${columns}, sealed from ${sql.table(place.table)}
      where sealed is not null and substr(sealed, 1, ${sql.lit(prefix.length)}) <> ${prefix} limit ${sql.lit(BATCH)}
    `.execute(db);
    return rows.map(({ sealed, ...keys }) => ({
      keys,
      sealed: String(sealed),
      context: place.context(keys),
    }));
  };

  /** Only if nobody has written meanwhile: what they wrote is sealed with the first key already. */
  const reseal = async (table: string, { keys, sealed, context }: SealedRow): Promise<void> => {
    const renewed = keyring.seal(keyring.open(sealed, context), context);
    const conditions = Object.entries(keys).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
    await sql`
      update ${sql.table(table)} set sealed = ${renewed}
      where ${sql.join(conditions, sql` and `)} and sealed = ${sealed}
    `.execute(db);
  };

  return {
    count: async () => {
      const counts = new Map<string, number>();
      for (const { table } of PLACES) {
        const { rows } = await sql<{ sealed: string }>`
          select sealed from ${sql.table(table)} where sealed is not null
        `.execute(db);
        for (const { sealed } of rows) {
          const id = sealed.split(".", 2)[1] ?? "?";
          counts.set(id, (counts.get(id) ?? 0) + 1);
        }
      }
      return counts;
    },

    run: async ({ signal, pause } = {}) => {
      let total = 0;
      for (const place of PLACES) {
        for (
          let rows = await outdated(place);
          rows.length > 0 && !signal?.aborted;
          rows = await outdated(place)
        ) {
          for (const row of rows) await reseal(place.table, row);
          total += rows.length;
          await pause?.();
        }
      }
      return total;
    },
  };
};
