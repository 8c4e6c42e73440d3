/** What a change of a connection does to its token, in the same transaction. */
import type { Kysely } from "kysely";
import { NO_FAILURE, type Tables } from "./tables.ts";

/** Whoever changes a connection and its token in one transaction begins here, so that all take the locks in one order. */
export const lockStatus = async (transaction: Kysely<Tables>, id: string): Promise<string | undefined> => {
  const lock = transaction.updateTable("connection").set({ id }).where("id", "=", id).returning("status");
  return (await lock.executeTakeFirst())?.status;
};

/** The fence and the version move on: a renewal under way cannot store a token of what was here before. */
export const eraseTokens = async (transaction: Kysely<Tables>, id: string): Promise<void> => {
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
};
