/** Rotated tokens that came too late to be committed: the platform gave them, and nowhere else are they to be had. */
import { randomUUID } from "node:crypto";
import * as z from "zod";
import type { Database } from "./database.ts";
import { lockStatus } from "./erasure.ts";
import type { Keyring } from "./keyring.ts";
import { NO_FAILURE } from "./tables.ts";
import { type TokenSecrets, tokenSecretsSchema } from "./tokens.ts";

const orphanSchema = z.object({
  secrets: tokenSecretsSchema,
  /** What it was had for: it succeeds a row that still holds this, and no other. */
  spent: z.string().optional(),
});

export type Orphan = z.infer<typeof orphanSchema>;

export type OrphanStore = ReturnType<typeof createOrphanStore>;

export const orphanSealContext = (orphanId: string): string => `orphan/${orphanId}`;

export const createOrphanStore = ({ db, now }: Database, keyring: Keyring) => ({
  /**
   * Only while the connection is connected: whoever erased its secrets has erased them. A renewal that failed for want of
   * this token is forgotten. A commit drops what is kept.
   */
  keep: async (connectionId: string, secrets: TokenSecrets, spent?: string): Promise<void> => {
    const id = randomUUID();
    const orphan: Orphan = { secrets, spent };
    const sealed = keyring.seal(JSON.stringify(orphan), orphanSealContext(id));
    await db.transaction().execute(async (transaction) => {
      // Under the lock its end comes before or after, and does not miss this orphan.
      if ((await lockStatus(transaction, connectionId)) !== "connected") return;
      await transaction
        .insertInto("orphan")
        .values({ id, connection_id: connectionId, sealed, created_at: now })
        .execute();
      await transaction
        .updateTable("token")
        .set(NO_FAILURE)
        .where("id", "=", connectionId)
        .where("failure_code", "in", ["CREDENTIALS_REJECTED", "OUTCOME_UNKNOWN"])
        .execute();
    });
  },

  /** Undefined also when it does not open: renewals go on without it. */
  newest: async (connectionId: string): Promise<Orphan | undefined> => {
    const row = await db
      .selectFrom("orphan")
      .selectAll()
      .where("connection_id", "=", connectionId)
      .orderBy("created_at", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!row) return undefined;
    try {
      return orphanSchema.parse(JSON.parse(keyring.open(row.sealed, orphanSealContext(row.id))));
    } catch {
      return undefined;
    }
  },
});
