/** Which business is connected to which platform, and with which credentials. */
import { AddOnError } from "@privage-addons/contracts";
import type { Kysely } from "kysely";
import {
  type Connection,
  connectionId,
  connectionSealContext,
  type NewConnection,
  notConnected,
  type Provider,
  settingsSchema,
  toConnection,
} from "./connection.ts";
import type { Database } from "./database.ts";
import { eraseTokens, lockStatus } from "./erasure.ts";
import type { Keyring } from "./keyring.ts";
import { isSameSecret } from "./same-secret.ts";
import { type ConnectionRow, hasChanged, NO_FAILURE, type Tables } from "./tables.ts";
import { createTokenStore, type TokenRecord } from "./tokens.ts";

export type ConnectionStore = ReturnType<typeof createConnectionStore>;

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
  await eraseTokens(transaction, id);
  return hasEnded;
};

/** How a row differs from what replaces it. */
const compare = (row: ConnectionRow, { settings, secrets }: NewConnection, keyring: Keyring) => {
  const before = settingsSchema.parse(JSON.parse(row.settings));
  const isSameAccount = (["shop", "baseUrl", "clientId"] as const).every(
    (name) => before[name] === settings[name],
  );
  try {
    const { clientSecret = "" } = toConnection(row, keyring).secrets ?? {};
    return { isSameAccount, isSameSecret: isSameSecret(clientSecret, secrets.clientSecret) };
  } catch {
    return { isSameAccount, isSameSecret: false }; // Its key is gone, and replacing it is how that is mended.
  }
};

export const createConnectionStore = ({ db, now, ...rest }: Database, keyring: Keyring) => ({
  /**
   * Adds or replaces. Replacing also forgets remembered failures, all but an outcome that is unknown, about which credentials
   * say nothing: the spent refresh token would be sent again. A token stays with the account that it is of: for another
   * shop, host or client it is erased, and so is everything that was learned with it. `check` is part of the transaction,
   * and nothing changes when it throws.
   */
  put: async (
    connection: NewConnection,
    check?: (before: TokenRecord | undefined) => void,
  ): Promise<void> => {
    const { provider, business, settings, secrets } = connection;
    const id = connectionId(provider, business);
    const values = {
      settings: JSON.stringify(settings),
      sealed: keyring.seal(JSON.stringify(secrets), connectionSealContext(id)),
      status: "connected",
      changed_at: now,
    };
    await db.transaction().execute(async (transaction) => {
      // What was there before is locked and given as it was; what is new equals itself.
      const before = await transaction
        .insertInto("connection")
        .values({ id, provider, business, external_id: null, ...values })
        .onConflict((conflict) => conflict.column("id").doUpdateSet({ provider }))
        .returningAll()
        .executeTakeFirstOrThrow();
      if (check) {
        // Locked as well: a renewal that ends now is seen.
        await transaction.updateTable("token").set({ id }).where("id", "=", id).execute();
        check(await createTokenStore({ db: transaction, now, ...rest }, keyring).read(id));
      }
      const { isSameAccount, isSameSecret: isSame } = compare(before, connection, keyring);
      // A shop's pair outlives its app's secret, and without it the merchant would have to install the app again.
      const isKept = before.status === "connected" && isSameAccount && (isSame || provider === "haravan");
      await transaction
        .updateTable("connection")
        .set({ ...values, ...(!isKept && { external_id: null }) })
        .where("id", "=", id)
        .execute();
      if (!isKept) await eraseTokens(transaction, id);
      await transaction
        .insertInto("token")
        .values({ id })
        .onConflict((conflict) => conflict.doNothing())
        .execute();
      const kept = transaction.updateTable("token").where("id", "=", id);
      await kept.set(NO_FAILURE).where("failure_code", "!=", "OUTCOME_UNKNOWN").execute();
      if (isSame) return;
      // A renewal under way with another secret writes no failure any more; a pair that it still gets becomes an orphan. Its lease
      // gives it the time to come back with it before anybody else spends the same token.
      await kept.set((row) => ({ fence: row("fence", "+", 1) })).execute();
    });
  },

  get: async (id: string): Promise<Connection | undefined> => {
    const row = await db.selectFrom("connection").selectAll().where("id", "=", id).executeTakeFirst();
    return row && toConnection(row, keyring);
  },

  /** Without secrets: no record is opened, so that one that does not open hides no other. */
  list: async ({ business }: { readonly business?: string }): Promise<readonly Connection[]> => {
    let query = db.selectFrom("connection").selectAll().where("status", "!=", "removed").orderBy("id");
    if (business !== undefined) query = query.where("business", "=", business);
    return (await query.execute()).map((row) => toConnection({ ...row, sealed: null }, keyring));
  },

  findByExternalId: async (provider: Provider, externalId: string): Promise<Connection | undefined> => {
    const row = await db
      .selectFrom("connection")
      .selectAll()
      .where("provider", "=", provider)
      .where("external_id", "=", externalId)
      .where("status", "=", "connected")
      .executeTakeFirst();
    return row && toConnection(row, keyring);
  },

  /**
   * With `changedAt`, only if the connection has not changed since; false when it has. Rejects with NOT_CONNECTED when another
   * business is connected with it: webhooks would go to either.
   */
  setExternalId: async (id: string, externalId: string, changedAt?: number): Promise<boolean> => {
    const assertFree = async (): Promise<void> => {
      const other = await db
        .selectFrom("connection")
        .select("id")
        .where("provider", "=", id.slice(0, id.indexOf(":")))
        .where("external_id", "=", externalId)
        .where("status", "=", "connected")
        .where("id", "!=", id)
        .executeTakeFirst();
      if (!other) return;
      throw new AddOnError(
        "NOT_CONNECTED",
        "This shop is connected to another business: the operator removes one of the two connections.",
      );
    };
    await assertFree();
    const own = db.updateTable("connection").where("id", "=", id);
    const update = own.set({ external_id: externalId });
    const isOwn = changedAt === undefined ? update : update.where("changed_at", "=", changedAt);
    if (!(await hasChanged(isOwn))) return false;
    try {
      await assertFree(); // Of two at the same time the later one sees the other now.
      return true;
    } catch (error) {
      await own.set({ external_id: null }).where("external_id", "=", externalId).execute();
      throw error;
    }
  },

  /**
   * Stores a token that the merchant gave: `store` is part of the transaction, and nothing changes when it gives false. The
   * connection is then connected, also after an uninstallation. Rejects with NOT_CONNECTED when it was removed.
   */
  reconnect: (id: string, store: (within: Database) => Promise<boolean>): Promise<boolean> =>
    db.transaction().execute(async (transaction) => {
      const status = await lockStatus(transaction, id);
      if (status === undefined || status === "removed") throw notConnected(id);
      if (!(await store({ db: transaction, now, ...rest }))) return false;
      // Another business may be connected to the shop by now: the org id is learned again.
      const isBack = status !== "connected";
      await transaction
        .updateTable("connection")
        .set({ status: "connected", changed_at: now, ...(isBack && { external_id: null }) })
        .where("id", "=", id)
        .execute();
      // Kept too late, of a pair that ended with the installation.
      if (isBack) await transaction.deleteFrom("orphan").where("connection_id", "=", id).execute();
      return true;
    }),

  /**
   * Erases the tokens, and for `removed` the credentials too. False when there is nothing to end, or when the token is no
   * longer of `version`.
   */
  end: (id: string, status: "removed" | "uninstalled", version?: number): Promise<boolean> =>
    db.transaction().execute(async (transaction) => {
      await lockStatus(transaction, id);
      if (version !== undefined) {
        const token = transaction.selectFrom("token").select("version").where("id", "=", id);
        if ((await token.executeTakeFirst())?.version !== version) return false;
      }
      return endConnection(transaction, now, id, status);
    }),

  /** What changed at or after `since`, and the database's time now. */
  changedSince: async (since: number) => {
    const { time } = await db.selectNoFrom(now.as("time")).executeTakeFirstOrThrow();
    const changes = await db
      .selectFrom("connection")
      .select(["id", "changed_at as changedAt"])
      .where("changed_at", ">=", since)
      .execute();
    return { changes, now: time };
  },
});
