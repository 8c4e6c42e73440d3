/** Moves every sealed text to the first key of the ring, in small steps, while others read and write. */
import { AddOnError } from "@privage-addons/contracts";
import { sql } from "kysely";
import { connectionSealContext } from "./connection.ts";
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

/** Few, because an event may be a megabyte. */
const BATCH = 20;
/** Of a sealed text: its version and its key's id. */
const HEAD_LENGTH = 40;

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
  /**
   * Re-seals everything; how many texts. Safe to stop, to repeat, and to run in several processes. Rejects with INTERNAL, once
   * all others are done, when there are some that do not open.
   */
  run(options?: { readonly signal?: AbortSignal; readonly pause?: () => Promise<void> }): Promise<number>;
}

export const createRotation = ({ db }: Database, keyring: Keyring): Rotation => {
  const prefix = `v1.${keyring.primaryId}.`;

  /** The next ones in the order of their keys, so that those that stay as they are do not come again. */
  const outdated = async (place: (typeof PLACES)[number], last?: SealedRow): Promise<SealedRow[]> => {
    const columns = sql.join(place.columns.map((column) => sql.ref(column)));
    const after = last ? sql`and (${columns}) > (${sql.join(Object.values(last.keys))})` : sql``;
    const { rows } = await sql<Record<string, string | number>>`
      select ${columns}, sealed from ${sql.table(place.table)}
      where sealed is not null and substr(sealed, 1, ${sql.lit(prefix.length)}) <> ${prefix} ${after}
      order by ${columns} limit ${sql.lit(BATCH)}
    `.execute(db);
    return rows.map(({ sealed, ...keys }) => ({
      keys,
      sealed: String(sealed),
      context: place.context(keys),
    }));
  };

  /** @throws {AddOnError} INTERNAL when it does not open. */
  const reseal = ({ sealed, context }: SealedRow): string =>
    keyring.seal(keyring.open(sealed, context), context);

  /** Only if nobody has written meanwhile: what they wrote is sealed with the first key already. */
  const replace = async (table: string, { keys, sealed }: SealedRow, renewed: string): Promise<void> => {
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
          select substr(sealed, 1, ${sql.lit(HEAD_LENGTH)}) as sealed from ${sql.table(table)} where sealed is not null
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
      let unreadable = 0;
      let cause: unknown;
      for (const place of PLACES) {
        for (
          let rows = await outdated(place);
          rows.length > 0 && !signal?.aborted;
          rows = await outdated(place, rows.at(-1))
        ) {
          for (const row of rows) {
            let renewed: string;
            try {
              renewed = reseal(row);
            } catch (failure) {
              unreadable += 1;
              cause ??= failure;
              continue;
            }
            await replace(place.table, row, renewed);
            total += 1;
          }
          await pause?.();
        }
      }
      if (unreadable === 0) return total;
      throw new AddOnError(
        "INTERNAL",
        `${total} records were sealed again; ${unreadable} do not open and stay as they are. The first: ${cause instanceof Error ? cause.message : String(cause)}`,
        { cause, retryable: false },
      );
    },
  };
};
