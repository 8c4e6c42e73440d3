/** Rotated tokens that came too late for their row: when they are kept, and when they are gone. */
import { describe, expect, it } from "vitest";
import { endConnection } from "../../src/vault/connections.ts";
import { testKey } from "../support/bff.ts";
import { databasesPerFile, ID, LIFE, vaultRigPerTest } from "../support/vault-rig.ts";

const databases = databasesPerFile();

describe.each(Object.entries(databases))("the vault over %s", (_name, createDatabase) => {
  const rig = vaultRigPerTest(createDatabase);
  const { lease } = rig;
  const pair = { accessToken: "late", refreshToken: "rotated" };

  it("gives the newest orphan, with what it was had for", async () => {
    await rig.vault.orphans.keep(ID, { refreshToken: "older" }, "spent");
    await rig.vault.database.db.updateTable("orphan").set({ created_at: 1 }).execute();
    await rig.vault.orphans.keep(ID, pair, "older");
    expect(await rig.vault.orphans.newest(ID)).toEqual({ secrets: pair, spent: "older" });
  });

  it("drops a connection's orphans with the next token that is stored, and not with one that comes too late", async () => {
    const stale = await lease(0, "paused", -1);
    const live = await lease(0, "other");
    await rig.vault.orphans.keep(ID, pair, "spent");
    expect(await rig.vault.tokens.commit(stale, { accessToken: "stale" }, LIFE)).toBe(false);
    expect(await rig.vault.orphans.newest(ID)).toBeDefined();
    expect(await rig.vault.tokens.commit(live, { accessToken: "new" }, LIFE)).toBe(true);
    expect(await rig.vault.orphans.newest(ID)).toBeUndefined();
  });

  it("keeps none for a connection that was removed, even if that happens at the same moment", async () => {
    const { db, now } = rig.vault.database;
    let keeping = Promise.resolve();
    await db.transaction().execute(async (transaction) => {
      await endConnection(transaction, now, ID, "removed");
      keeping = rig.vault.orphans.keep(ID, pair, "spent");
      // Long enough for a statement that does not wait.
      for (let count = 0; count < 20; count += 1) {
        await transaction.selectFrom("connection").select("id").execute();
      }
    });
    await keeping;
    expect(await db.selectFrom("orphan").select("id").execute()).toEqual([]);
  });

  it.each(["CREDENTIALS_REJECTED", "OUTCOME_UNKNOWN"] as const)(
    "forgets that a renewal ended with %s once the token that was missing is kept",
    async (code) => {
      await rig.vault.tokens.fail(await lease(0), { code, message: "why", retryInMs: 60_000 });
      await rig.vault.orphans.keep(ID, pair, "spent");
      expect((await rig.vault.tokens.read(ID))?.failure).toBeUndefined();
    },
  );

  it("remembers a limit of the platform's all the same", async () => {
    const failure = { code: "RATE_LIMITED", message: "why", retryInMs: 60_000 } as const;
    await rig.vault.tokens.fail(await lease(0), failure);
    await rig.vault.orphans.keep(ID, pair, "spent");
    expect((await rig.vault.tokens.read(ID))?.failure?.code).toBe("RATE_LIMITED");
  });

  it("has none for who cannot open it, so that renewals go on", async () => {
    await rig.vault.orphans.keep(ID, pair, "spent");
    const other = await rig.open(testKey("b"));
    expect(await other.orphans.newest(ID)).toBeUndefined();
    await other.close();
  });
});
