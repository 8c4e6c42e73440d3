/**
 * Events from the platforms, stored durably and once. Positions are given under a lock on the business's row, so that a
 * reader who has seen position N never finds something new below it later. They follow the clock, so that this stays true
 * when an older copy of the vault is put back, by whatever way: none is given twice.
 */
import { hash } from "node:crypto";
import { type Kysely, sql } from "kysely";
import { endConnection } from "./connections.ts";
import type { Database } from "./database.ts";
import type { Keyring } from "./keyring.ts";
import type { Tables } from "./tables.ts";

export interface NewWebhook {
  readonly business: string;
  readonly provider: string;
  readonly topic: string;
  /** Equal for two deliveries of the same event. */
  readonly dedupe: string;
  readonly body: string;
}

export interface StoredWebhook extends Pick<NewWebhook, "provider" | "topic" | "body"> {
  readonly seq: number;
  /** ms since 1970. */
  readonly receivedAt: number;
}

export type WebhookStore = ReturnType<typeof createWebhookStore>;

/** Of sealed events in one list: they are all in memory at once. */
const LIST_BYTES = 1_048_576;

export const UNINSTALLED = "app/uninstalled";

export const webhookSealContext = (business: string, seq: number): string => `webhook/${business}/${seq}`;

export const createWebhookStore = ({ db, now }: Database, keyring: Keyring) => {
  const nextSeq = async (transaction: Kysely<Tables>, business: string): Promise<number> => {
    const next = sql<number>`case when webhook_feed.last < ${now} then ${now} else webhook_feed.last + 1 end`;
    const { last } = await transaction
      .insertInto("webhook_feed")
      .values({ business, last: now })
      .onConflict((conflict) => conflict.column("business").doUpdateSet({ last: next }))
      .returning("last")
      .executeTakeFirstOrThrow();
    return last;
  };

  const wasSaidOfAnother = async (
    transaction: Kysely<Tables>,
    { business, topic }: NewWebhook,
    digest: string,
  ): Promise<boolean> => {
    const other = await transaction
      .selectFrom("webhook")
      .select("seq")
      .where("digest", "=", digest)
      .where((row) => row.or([row("topic", "!=", topic), row("business", "!=", business)]))
      .limit(1)
      .executeTakeFirst();
    return other !== undefined;
  };

  return {
    /**
     * False when it was stored before: then nothing changes. `endsConnection` is ended in the same transaction, unless the
     * body was seen under another topic or for another business: only the body is signed, and this one was said of something else.
     */
    append: (event: NewWebhook, endsConnection?: string): Promise<boolean> =>
      db.transaction().execute(async (transaction) => {
        const { business, provider, topic, dedupe, body } = event;
        const digest = hash("sha256", body, "base64url");
        if (endsConnection !== undefined && (await wasSaidOfAnother(transaction, event, digest)))
          return false;
        const seq = await nextSeq(transaction, business);
        const sealed = keyring.seal(body, webhookSealContext(business, seq));
        const { numInsertedOrUpdatedRows } = await transaction
          .insertInto("webhook")
          .values({ business, seq, provider, topic, dedupe, digest, sealed, received_at: now })
          .onConflict((conflict) => conflict.column("dedupe").doNothing())
          .executeTakeFirst();
        const isNew = (numInsertedOrUpdatedRows ?? 0n) > 0n;
        if (isNew && endsConnection !== undefined) {
          await endConnection(transaction, now, endsConnection, "uninstalled");
        }
        return isNew;
      }),

    /** In order, after position `after`: at most `limit`, and fewer where their bodies are large, but one if there is any. */
    list: async (business: string, after: number, limit: number): Promise<readonly StoredWebhook[]> => {
      const feed = db
        .selectFrom("webhook")
        .where("business", "=", business)
        .where("seq", ">", after)
        .orderBy("seq");
      const sizes = await feed
        .select(["seq", sql<number>`octet_length(sealed)`.as("size")])
        .limit(limit)
        .execute();
      if (sizes.length === 0) return [];
      let last = after;
      let room = LIST_BYTES;
      for (const { seq, size } of sizes) {
        room -= size;
        if (room < 0 && last > after) break;
        last = seq;
      }
      const rows = await feed.selectAll().where("seq", "<=", last).execute();
      return rows.map(({ seq, provider, topic, received_at, sealed }) => ({
        seq,
        provider,
        topic,
        receivedAt: received_at,
        body: keyring.open(sealed, webhookSealContext(business, seq)),
      }));
    },

    /** Deletes what is older than `ms`; how many. */
    prune: async (ms: number): Promise<number> => {
      const { time } = await db.selectNoFrom(now.as("time")).executeTakeFirstOrThrow();
      const { numDeletedRows } = await db
        .deleteFrom("webhook")
        // A number: of an expression with its clock PostgreSQL would look at every row.
        .where("received_at", "<", time - Math.round(ms))
        // Kept, so that a captured uninstallation can never be replayed.
        .where("topic", "!=", UNINSTALLED)
        .executeTakeFirst();
      return Number(numDeletedRows);
    },
  };
};
