/**
 * A leaky bucket per shop, shared by all instances: places are reserved here before calls are made. One statement, on the
 * database's clock, so that two instances never take the same place.
 */
import { sql } from "kysely";
import type { Database } from "./database.ts";

export interface BucketShape {
  readonly size: number;
  readonly leakPerSecond: number;
}

/** Per shop; https://docs.haravan.com/docs/omni-apis/api-call-limit/ */
export const HARAVAN_BUCKET: BucketShape = { size: 80, leakPerSecond: 4 };

export interface BucketStore {
  /** Takes `count` places, all or none: 0 when taken, else the ms to wait before asking again. */
  reserve(id: string, count: number): Promise<number>;
  /** The platform counted `level`: never less is assumed. */
  raise(id: string, level: number): Promise<void>;
  /** The platform wants no call for `ms`; a longer wish of before stands. */
  block(id: string, ms: number): Promise<void>;
}

export const createBucketStore = ({ db, now }: Database, shape: BucketShape): BucketStore => {
  const leaked = sql<number>`(bucket.level - ${sql.lit(shape.leakPerSecond / 1000)} * (${now} - bucket.updated_at))`;
  const level = sql<number>`(case when ${leaked} > 0 then ${leaked} else 0 end)`;

  return {
    reserve: async (id, count) => {
      const taken = await db
        .insertInto("bucket")
        .values({ id, level: count, updated_at: now, blocked_until: 0 })
        .onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet({ level: sql`${level} + cast(${count} as double precision)`, updated_at: now })
            .where(
              sql<boolean>`${level} + cast(${count} as double precision) <= ${sql.lit(shape.size)} and bucket.blocked_until <= ${now}`,
            ),
        )
        .returning("id")
        .executeTakeFirst();
      if (taken) return 0;
      const row = await db
        .selectFrom("bucket")
        .select([level.as("level"), sql<number>`bucket.blocked_until - ${now}`.as("blocked")])
        .where("id", "=", id)
        .executeTakeFirst();
      const missing = (row?.level ?? 0) + count - shape.size;
      return Math.max(1, Math.ceil((missing / shape.leakPerSecond) * 1000), Number(row?.blocked ?? 0));
    },

    raise: async (id, counted) => {
      await db
        .insertInto("bucket")
        .values({ id, level: counted, updated_at: now, blocked_until: 0 })
        .onConflict((conflict) =>
          conflict
            .column("id")
            .doUpdateSet({ level: counted, updated_at: now })
            .where(sql<boolean>`${level} < cast(${counted} as double precision)`),
        )
        .execute();
    },

    block: async (id, ms) => {
      const blocked_until = sql<number>`${now} + ${Math.round(ms)}`;
      const later = sql<number>`case when bucket.blocked_until > excluded.blocked_until
        then bucket.blocked_until else excluded.blocked_until end`;
      await db
        .insertInto("bucket")
        .values({ id, level: shape.size, updated_at: now, blocked_until })
        .onConflict((conflict) =>
          conflict.column("id").doUpdateSet({ level: shape.size, updated_at: now, blocked_until: later }),
        )
        .execute();
    },
  };
};
