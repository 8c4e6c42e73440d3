/** Who may renew a token, and what becomes of the tokens, failures and leases of a connection. */
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { CONNECTION, databasesPerFile, ID, LIFE, vaultRigPerTest } from "../support/vault-rig.ts";

const databases = databasesPerFile();

describe.each(Object.entries(databases))("the vault over %s", (_name, createDatabase) => {
  const rig = vaultRigPerTest(createDatabase);
  const { lease } = rig;

  it("lets one of many take the lease", async () => {
    const attempts = await Promise.all(
      Array.from({ length: 20 }, (_, index) => rig.vault.tokens.lease(ID, 0, `p${index}`, 3_000)),
    );
    expect(attempts.filter((attempt) => attempt !== undefined)).toHaveLength(1);
  });

  it("gives the lease again once it has run out, with a higher fence", async () => {
    const first = await lease(0, "killed", -1);
    const second = await lease(0, "other");
    expect(second.fence).toBe(first.fence + 1);
  });

  it("does not bring a lease to life again that was given back", async () => {
    const done = await lease(0);
    await rig.vault.tokens.commit(done, { accessToken: "one" }, LIFE);
    expect(await rig.vault.tokens.extend(done, 3_000)).toBe(false);
    expect((await rig.vault.tokens.read(ID))?.leased).toBe(false);
  });

  it("F19: stores nothing for a holder that lost its lease, and leaves the new holder's lease alone", async () => {
    const stale = await lease(0, "paused", -1);
    const live = await lease(0, "other");
    expect(await rig.vault.tokens.commit(stale, { accessToken: "late" }, LIFE)).toBe(false);
    const failure = { code: "UPSTREAM_UNAVAILABLE", message: "late", retryInMs: 1_000 } as const;
    expect(await rig.vault.tokens.fail(stale, failure)).toBe(false);
    expect(await rig.vault.tokens.extend(stale, 3_000)).toBe(false);
    expect((await rig.vault.tokens.read(ID))?.leased).toBe(true);
    expect(await rig.vault.tokens.commit(live, { accessToken: "right" }, LIFE)).toBe(true);
    expect((await rig.vault.tokens.read(ID))?.secrets).toEqual({ accessToken: "right" });
  });

  it("refuses the lease to whoever has seen an older token", async () => {
    await rig.vault.tokens.commit(await lease(0), { accessToken: "one" }, LIFE);
    expect(await rig.vault.tokens.lease(ID, 0, "late", 3_000)).toBeUndefined();
  });

  it("keeps a lifetime of 2^31 - 1 seconds without overflow", async () => {
    const seconds = 2_147_483_647;
    await rig.vault.tokens.commit(
      await lease(0),
      { accessToken: "x" },
      { renewInMs: 1, expiresInMs: seconds * 1000 },
    );
    const left = (await rig.vault.tokens.read(ID))?.expiresInMs ?? 0;
    expect(Math.abs(left - seconds * 1000)).toBeLessThan(10_000);
  });

  it("gives no lease while a failure's pause is not over, whatever the row said when it was read", async () => {
    const { tokens } = rig.vault;
    await tokens.fail(await lease(0), { code: "RATE_LIMITED", message: "why", retryInMs: 60_000 });
    for (const isLeft of [true, false])
      expect(await tokens.lease(ID, 0, "me", 3_000, isLeft)).toBeUndefined();
  });

  it("gives no lease while an outcome is unknown, unless no token is left that could be used meanwhile", async () => {
    const { tokens } = rig.vault;
    await tokens.fail(await lease(0), { code: "OUTCOME_UNKNOWN", message: "why", retryInMs: 60_000 });
    expect(await tokens.lease(ID, 0, "me", 3_000, true)).toBeUndefined();
    expect(await tokens.lease(ID, 0, "me", 3_000, false)).toBeDefined();
  });

  it("believes no lease and no pause that is longer than any is: the clock was set back", async () => {
    const { tokens, database } = rig.vault;
    const hours = sql<number>`${database.now} + 7 * 3600000`;
    await tokens.fail(await lease(0), { code: "RATE_LIMITED", message: "why", retryInMs: 0 });
    await database.db.updateTable("token").set({ lease_until: hours, retry_at: hours }).execute();
    expect(await tokens.read(ID)).toMatchObject({ leased: false, failure: { retryInMs: 0 } });
    expect(await tokens.lease(ID, 0, "me", 3_000, true)).toBeDefined();
  });

  it("remembers a failure until a token is stored", async () => {
    await rig.vault.tokens.fail(await lease(0), {
      code: "CREDENTIALS_REJECTED",
      message: "why",
      retryInMs: 0,
    });
    expect((await rig.vault.tokens.read(ID))?.failure).toMatchObject({
      code: "CREDENTIALS_REJECTED",
      message: "why",
      count: 1,
    });
    await rig.vault.tokens.commit(await lease(0), { accessToken: "x" }, LIFE);
    expect((await rig.vault.tokens.read(ID))?.failure).toBeUndefined();
  });

  it("forgets failures and keeps the token when credentials are replaced", async () => {
    await rig.vault.tokens.commit(await lease(0), { accessToken: "x" }, LIFE);
    await rig.vault.tokens.fail(await lease(1), {
      code: "CREDENTIALS_REJECTED",
      message: "why",
      retryInMs: 60_000,
    });
    await rig.vault.connections.put({ ...CONNECTION, secrets: { clientSecret: "new" } });
    const record = await rig.vault.tokens.read(ID);
    expect([record?.failure, record?.secrets, record?.connection.secrets]).toEqual([
      undefined,
      { accessToken: "x" },
      { clientSecret: "new" },
    ]);
  });

  it("erases tokens and credentials when a connection is removed, and stores nothing afterwards", async () => {
    const held = await lease(0);
    expect(await rig.vault.connections.end(ID, "removed")).toBe(true);
    expect(await rig.vault.connections.end(ID, "removed")).toBe(false);
    expect(await rig.vault.tokens.commit(held, { accessToken: "late" }, LIFE)).toBe(false);
    const record = await rig.vault.tokens.read(ID);
    expect([record?.secrets, record?.connection.secrets, record?.connection.status]).toEqual([
      undefined,
      undefined,
      "removed",
    ]);
  });
});
