/** Which business is connected to which platform, and with which credentials. */
import type { Kysely } from "kysely";
import * as z from "zod";
import type { Database } from "./database.ts";
import type { Keyring } from "./keyring.ts";
import { type ConnectionRow, hasChanged, NO_FAILURE, type Tables } from "./tables.ts";

export const PROVIDERS = ["partner", "haravan", "privage"] as const;
export type Provider = (typeof PROVIDERS)[number];

/** `removed` by the operator; `uninstalled` by the merchant, who may install again. The row stays as a trace. */
export type ConnectionStatus = "connected" | "removed" | "uninstalled";

const settingsSchema = z.object({
  /** The platform's API, without trailing slash. Partner only. */
  baseUrl: z.string().optional(),
  clientId: z.string(),
  /** The shop's host name. Haravan only. */
  shop: z.string().optional(),
});
const secretsSchema = z.object({ clientSecret: z.string(), webhookSecret: z.string().optional() });

export type ConnectionSettings = z.infer<typeof settingsSchema>;
export type ConnectionSecrets = z.infer<typeof secretsSchema>;

export interface Connection {
  /** `provider:business`. */
  readonly id: string;
  readonly provider: Provider;
  readonly business: string;
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets | undefined;
  readonly status: ConnectionStatus;
  /** Haravan's org id, known once the shop has answered. */
  readonly externalId: string | undefined;
  /** Grows with every change of credentials; ms on the database's clock. */
  readonly changedAt: number;
}

export const connectionId = (provider: Provider, business: string): string => `${provider}:${business}`;

export const connectionSealContext = (id: string): string => `connection/${id}/secrets`;

export const toConnection = (row: ConnectionRow, keyring: Keyring): Connection => ({
  id: row.id,
  provider: row.provider as Provider, // Written only by `put`, which takes a Provider.
  business: row.business,
  settings: settingsSchema.parse(JSON.parse(row.settings)),
  secrets: row.sealed
    ? secretsSchema.parse(JSON.parse(keyring.open(row.sealed, connectionSealContext(row.id))))
    : undefined,
  status: row.status as ConnectionStatus, // As above.
  externalId: row.external_id ?? undefined,
  changedAt: row.changed_at,
});

export interface NewConnection {
  readonly provider: Provider;
  readonly business: string;
  readonly settings: ConnectionSettings;
  readonly secrets: ConnectionSecrets;
}

export interface ConnectionStore {
  /** Adds or replaces. Replacing credentials also forgets remembered failures. */
  put(connection: NewConnection): Promise<void>;
  get(id: string): Promise<Connection | undefined>;
  list(filter: { readonly business?: string }): Promise<readonly Connection[]>;
  findByExternalId(provider: Provider, externalId: string): Promise<Connection | undefined>;
  setExternalId(id: string, externalId: string): Promise<void>;
  /** After a merchant installed the app again. */
  reconnect(id: string): Promise<void>;
  /** Erases the tokens, and for `removed` the credentials too. False when there is nothing to end. */
  end(id: string, status: "removed" | "uninstalled"): Promise<boolean>;
  /** What changed at or after `since`, and the database's time now. */
  changedSince(since: number): Promise<{
    readonly changes: readonly { readonly id: string; readonly changedAt: number }[];
    readonly now: number;
  }>;
}

/** {@link ConnectionStore.end} as part of a transaction. */
export const endConnection = async (
  transaction: Kysely<Tables>,
  now: Database["now"],
  id: string,
  status: "removed" | "uninstalled",
): Promise<boolean> => {
  const hasEnded = await hasChanged(
    transaction
      .updateTable("connection")
      .set({ status, changed_at: now, ...(status === "removed" && { sealed: null }) })
      .where("id", "=", id)
      .where("status", "!=", "removed"),
  );
  // The fence and the version move on: a renewal under way cannot store a token for a connection that has ended.
  await transaction
    .updateTable("token")
    .set((row) => ({
      sealed: null,
      version: row("version", "+", 1),
      fence: row("fence", "+", 1),
      renew_at: 0,
      expires_at: 0,
      lease_until: 0,
      ...NO_FAILURE,
    }))
    .where("id", "=", id)
    .execute();
  await transaction.deleteFrom("orphan").where("connection_id", "=", id).execute();
  return hasEnded;
};

export const createConnectionStore = ({ db, now }: Database, keyring: Keyring): ConnectionStore => ({
  put: async ({ provider, business, settings, secrets }) => {
    const id = connectionId(provider, business);
    const values = {
      settings: JSON.stringify(settings),
      sealed: keyring.seal(JSON.stringify(secrets), connectionSealContext(id)),
      status: "connected",
      changed_at: now,
    };
    await db.transaction().execute(async (transaction) => {
      await transaction
        .insertInto("connection")
        .values({ id, provider, business, external_id: null, ...values })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(values))
        .execute();
      await transaction
        .insertInto("token")
        .values({ id })
        .onConflict((conflict) => conflict.column("id").doUpdateSet(NO_FAILURE))
        .execute();
    });
  },

  get: async (id) => {
    const row = await db.selectFrom("connection").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toConnection(row, keyring);
  },

  list: async ({ business }) => {
    let query = db.selectFrom("connection").selectAll().where("status", "!=", "removed").orderBy("id");
    if (business !== undefined) query = query.where("business", "=", business);
    return (await query.execute()).map((row) => toConnection(row, keyring));
  },

  findByExternalId: async (provider, externalId) => {
    const row = await db
      .selectFrom("connection")
      .selectAll()
      .where("provider", "=", provider)
      .where("external_id", "=", externalId)
      .where("status", "=", "connected")
      .executeTakeFirst();
    return row && toConnection(row, keyring);
  },

  setExternalId: async (id, externalId) => {
    await db.updateTable("connection").set({ external_id: externalId }).where("id", "=", id).execute();
  },

  end: (id, status) => db.transaction().execute((transaction) => endConnection(transaction, now, id, status)),

  reconnect: async (id) => {
    await db
      .updateTable("connection")
      .set({ status: "connected", changed_at: now })
      .where("id", "=", id)
      .execute();
  },

  changedSince: async (since) => {
    const { time } = await db.selectNoFrom(now.as("time")).executeTakeFirstOrThrow();
    const changes = await db
      .selectFrom("connection")
      .select(["id", "changed_at as changedAt"])
      .where("changed_at", ">=", since)
      .execute();
    return { changes, now: time };
  },
});
