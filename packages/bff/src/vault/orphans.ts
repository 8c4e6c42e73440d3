/** Rotated tokens that came too late to be committed: the platform gave them, so they are never thrown away. */
import { randomUUID } from "node:crypto";
import type { Database } from "./database.ts";
import type { Keyring } from "./keyring.ts";
import { type TokenSecrets, tokenSecretsSchema } from "./tokens.ts";

export interface Orphan {
  readonly orphanId: string;
  readonly secrets: TokenSecrets;
}

export interface OrphanStore {
  keep(connectionId: string, secrets: TokenSecrets): Promise<void>;
  newest(connectionId: string): Promise<Orphan | undefined>;
  drop(orphanId: string): Promise<void>;
}

export const orphanSealContext = (orphanId: string): string => `orphan/${orphanId}`;

export const createOrphanStore = ({ db, now }: Database, keyring: Keyring): OrphanStore => ({
  keep: async (connectionId, secrets) => {
    const id = randomUUID();
    const sealed = keyring.seal(JSON.stringify(secrets), orphanSealContext(id));
    await db
      .insertInto("orphan")
      .values({ id, connection_id: connectionId, sealed, created_at: now })
      .execute();
  },

  newest: async (connectionId) => {
    const row = await db
      .selectFrom("orphan")
      .selectAll()
      .where("connection_id", "=", connectionId)
      .orderBy("created_at", "desc")
      .limit(1)
      .executeTakeFirst();
    if (!row) return undefined;
    const plain = keyring.open(row.sealed, orphanSealContext(row.id));
    return { orphanId: row.id, secrets: tokenSecretsSchema.parse(JSON.parse(plain)) };
  },

  drop: async (orphanId) => {
    await db.deleteFrom("orphan").where("id", "=", orphanId).execute();
  },
});
