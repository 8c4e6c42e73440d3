/**
 * A leaky bucket per shop, shared by all instances: places are reserved here before calls are made. One statement, on the
 * database's clock, so that two instances never take the same place. A clock that was set back has stood still since the row's
 * last change, and goes on from there: otherwise a shop would wait for as long as it was set back.
 */
import { type RawBuilder, type SqlBool, sql } from "kysely";
import type { Database } from "./database.ts";

/** Per shop; https://docs.haravan.com/docs/omni-apis/api-call-limit/ */
const SIZE = 80;
const LEAK_PER_SECOND = 4;

export type BucketStore = ReturnType<typeof createBucketStore>;

export const createBucketStore = ({ db, now }: Database) => {
  const isAhead = sql<SqlBool>`bucket.updated_at > ${now}`;
  const elapsed = sql<number>`(case when ${isAhead} then 0 else ${now} - bucket.updated_at end)`;
  const leaked = sql<number>`(bucket.level - ${sql.lit(LEAK_PER_SECOND / 1000)} * ${elapsed})`;
  const level = sql<number>`(case when ${leaked} > 0 then ${leaked} else 0 end)`;
  /** Of the pause that the platform wants, in ms; at most 0 when it is over. */
  const pause = sql<number>`(bucket.blocked_until - bucket.updated_at - ${elapsed})`;
  const blockedUntil = sql<number>`${now} + ${pause}`;
  const insert = (id: string, filled: number, blocked_until: number | RawBuilder<number> = 0) =>
    db.insertInto("bucket").values({ id, level: filled, updated_at: now, blocked_until });

  return {
    /** Takes `count` places, all or none: 0 when taken, else the ms to wait before asking again. */
    reserve: async (id: string, count: number): Promise<number> => {
      const filled = sql<number>`${level} + cast(${count} as double precision)`;
      const taken = await insert(id, count)
        .onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet({ level: filled, updated_at: now, blocked_until: 0 })
            .where(sql<boolean>`${filled} <= ${sql.lit(SIZE)} and ${pause} <= 0`),
        )
        .returning("id")
        .executeTakeFirst();
      if (taken) return 0;
      const row = await db
        .selectFrom("bucket")
        .select([level.as("level"), pause.as("pause"), isAhead.as("isAhead")])
        .where("id", "=", id)
        .executeTakeFirst();
      if (row?.isAhead) {
        const asOfNow = { level, updated_at: now, blocked_until: blockedUntil };
        await db.updateTable("bucket").set(asOfNow).where("id", "=", id).where(isAhead).execute();
      }
      const missing = (row?.level ?? 0) + count - SIZE;
      return Math.max(1, Math.ceil((missing / LEAK_PER_SECOND) * 1000), Number(row?.pause ?? 0));
    },

    /** The platform counted `counted`: never less is assumed. */
    raise: async (id: string, counted: number): Promise<void> => {
      await insert(id, counted)
        .onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet({ level: counted, updated_at: now, blocked_until: blockedUntil })
            .where(sql<boolean>`${level} < cast(${counted} as double precision)`),
        )
        .execute();
    },

    /** The platform wants no call for `ms`; a longer wish of before stands. */
    block: async (id: string, ms: number): Promise<void> => {
      const later = sql<number>`case when ${blockedUntil} > excluded.blocked_until
        then ${blockedUntil} else excluded.blocked_until end`;
      await insert(id, SIZE, sql<number>`${now} + ${Math.round(ms)}`)
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet({ level: SIZE, updated_at: now, blocked_until: later }),
        )
        .execute();
    },
  };
};
