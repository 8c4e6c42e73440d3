/** Moves every sealed text to the first key of the ring, in small steps, while others read and write. */
import { AddOnError } from "@privage-addons/contracts";
import { sql } from "kysely";
import type { Database } from "./database.ts";
import type { Keyring } from "./keyring.ts";
import { inBatches, PLACES, type Place, type Row } from "./places.ts";

/** Few, because an event may be a megabyte, and SQLite lets nothing else happen meanwhile. */
const BATCH = 20;
/** So many texts of a table that do not open are not damaged one by one. */
const SAMPLE = 10;
/** Of a sealed text: its version and its key's id. */
const HEAD_LENGTH = 40;
/** What is damaged before its second dot says nothing of keys, and as a prefix it would leave out other texts too. */
const HAS_HEAD = sql<boolean>`sealed like 'v1.%.%'`;

const SEALED = PLACES.filter(({ context }) => context !== undefined);
const sealedAmong = (among: Place["table"] | undefined) =>
  SEALED.filter(({ table }) => among === undefined || table === among);

export interface Rotation {
  /**
   * Ids of the keys that texts are sealed with, but for those known already. Looks at every text, and is for a server only
   * among connections.
   */
  otherKeyIds(known: readonly string[], among?: "connection"): Promise<readonly string[]>;
  /**
   * Whether there are texts under these keys' ids and none of a few opens: then other keys had the ids before. Looks at every
   * text when none is of theirs, and is for a server only among connections.
   */
  opensNone(keyIds: readonly string[], among?: "connection"): Promise<boolean>;
  /**
   * Re-seals everything; how many texts. Safe to stop, to repeat, and to run in several processes. Rejects with INTERNAL, once
   * all others are done, when there are some that do not open.
   */
  run(options?: { readonly signal?: AbortSignal; readonly pause?: () => Promise<void> }): Promise<number>;
}

const isOf = (prefix: string) => sql<boolean>`substr(sealed, 1, ${sql.lit(prefix.length)}) = ${prefix}`;
const isNotOf = (prefix: string) => sql<boolean>`substr(sealed, 1, ${sql.lit(prefix.length)}) <> ${prefix}`;
const prefixOf = (keyId: string): string => `v1.${keyId}.`;

export const createRotation = ({ db, patient }: Database, keyring: Keyring): Rotation => {
  const isOutdated = isNotOf(prefixOf(keyring.primaryId));

  const contextOf = ({ context }: Place, row: Row): string => context?.(row) ?? "";

  /** @throws {AddOnError} INTERNAL when it does not open. */
  const open = (place: Place, row: Row): string => keyring.open(String(row["sealed"]), contextOf(place, row));

  const opens = (place: Place, row: Row): boolean => {
    try {
      open(place, row);
      return true;
    } catch {
      return false;
    }
  };

  /** Only if nobody has written meanwhile: what they wrote is sealed with the first key already. */
  const replace = async ({ table, keys }: Place, row: Row, renewed: string): Promise<void> => {
    const conditions = [...keys, "sealed"].map((column) => sql`${sql.ref(column)} = ${row[column]}`);
    await sql`
      update ${sql.table(table)} set sealed = ${renewed} where ${sql.join(conditions, sql` and `)}
    `.execute(db);
  };

  return {
    otherKeyIds: async (known, among) => {
      const prefixes = new Set(known.map(prefixOf));
      for (const { table } of sealedAmong(among)) {
        for (let isDone = false; !isDone; ) {
          const { rows } = await sql<{ head: string }>`
            select substr(sealed, 1, ${sql.lit(HEAD_LENGTH)}) as head from ${sql.table(table)}
            where ${sql.join([HAS_HEAD, ...[...prefixes].map(isNotOf)], sql` and `)} limit 1
          `.execute(patient);
          for (const { head } of rows) prefixes.add(/^v1\.[^.]*\./.exec(head)?.[0] ?? head);
          isDone = rows.length === 0;
        }
      }
      return [...prefixes].slice(known.length).map((prefix) => prefix.split(".")[1] ?? "?");
    },

    opensNone: async (keyIds, among) => {
      let hasTried = false;
      for (const place of sealedAmong(among)) {
        const columns = [...place.keys, "sealed"].map((column) => sql.ref(column));
        const isOfOne = sql.join(keyIds.map(prefixOf).map(isOf), sql` or `);
        const { rows } = await sql<Row>`
          select ${sql.join(columns)} from ${sql.table(place.table)} where ${isOfOne} limit ${sql.lit(SAMPLE)}
        `.execute(patient);
        if (rows.some((row) => opens(place, row))) return false;
        hasTried ||= rows.length > 0;
      }
      return hasTried;
    },

    run: async ({ signal, pause } = {}) => {
      let total = 0;
      let unreadable = 0;
      let cause: unknown;
      for (const place of SEALED) {
        // What needs nothing comes without its text, which may be large.
        const columns = [
          ...place.keys.map((key) => sql.ref(key)),
          sql`case when ${isOutdated} then sealed end as sealed`,
        ];
        for await (const rows of inBatches(db, place, sql.join(columns), BATCH)) {
          for (const row of rows) {
            if (row["sealed"] === null) continue;
            let renewed: string;
            try {
              renewed = keyring.seal(open(place, row), contextOf(place, row));
            } catch (failure) {
              unreadable += 1;
              cause ??= failure;
              continue;
            }
            await replace(place, row, renewed);
            total += 1;
          }
          if (signal?.aborted) return total;
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
