/** What lies in the database: sealed records, their keys, the events, the buckets and the schema. */
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { connectionId } from "../../src/vault/connection.ts";
import { SCHEMA_VERSION } from "../../src/vault/migrations.ts";
import { testKey } from "../support/bff.ts";
import { CONNECTION, databasesPerFile, ID, LIFE, vaultRigPerTest } from "../support/vault-rig.ts";

const databases = databasesPerFile();

describe.each(Object.entries(databases))("the vault over %s", (_name, createDatabase) => {
  const rig = vaultRigPerTest(createDatabase);
  const { open, dump, lease } = rig;

  it("gives back a connection with its secrets, and keeps no secret in plain text", async () => {
    expect(await rig.vault.connections.get(ID)).toMatchObject(CONNECTION);
    await rig.vault.tokens.commit(await lease(0), { accessToken: "canary-access" }, LIFE);
    await rig.vault.orphans.keep(ID, { refreshToken: "canary-orphan" });
    await rig.vault.webhooks.append({
      business: "CAFE01",
      provider: "haravan",
      topic: "t",
      dedupe: "d",
      body: '"canary-body"',
    });
    expect(await dump()).not.toMatch(/canary/);
  });

  it("does not open a record that was copied to another place", async () => {
    await rig.vault.connections.put({ ...CONNECTION, business: "PHO02" });
    await sql`update connection set sealed = (select sealed from connection where id = ${ID}) where id = ${connectionId("haravan", "PHO02")}`.execute(
      rig.vault.database.db,
    );
    await expect(rig.vault.connections.get(connectionId("haravan", "PHO02"))).rejects.toMatchObject({
      code: "INTERNAL",
    });
  });

  it("does not open an older token that was put back", async () => {
    await rig.vault.tokens.commit(await lease(0), { accessToken: "one" }, LIFE);
    const { rows } = await sql<{ sealed: string }>`select sealed from token`.execute(rig.vault.database.db);
    await rig.vault.tokens.commit(await lease(1), { accessToken: "two" }, LIFE);
    await sql`update token set sealed = ${rows[0]?.sealed}`.execute(rig.vault.database.db);
    await expect(rig.vault.tokens.read(ID)).rejects.toMatchObject({ code: "INTERNAL" });
  });

  it("stores an event once and lists events in order", async () => {
    const event = (dedupe: string) => ({
      business: "CAFE01",
      provider: "haravan",
      topic: "orders/create",
      dedupe,
      body: "{}",
    });
    const stored = await Promise.all(
      ["a", "b", "a", "c", "b"].map((dedupe) => rig.vault.webhooks.append(event(dedupe))),
    );
    expect(stored.filter(Boolean)).toHaveLength(3);
    const feed = await rig.vault.webhooks.list("CAFE01", 0, 10);
    expect(feed.map(({ seq }) => seq)).toEqual(feed.map(({ seq }) => seq).toSorted((a, b) => a - b));
    expect(await rig.vault.webhooks.list("CAFE01", feed[1]?.seq ?? 0, 10)).toHaveLength(1);
    expect(await rig.vault.webhooks.list("PHO02", 0, 10)).toHaveLength(0);
  });

  it("lists only as many events as do not fill the memory, one at least", async () => {
    const event = { business: "CAFE01", provider: "haravan", topic: "t" };
    for (const dedupe of ["a", "b", "c", "d"]) {
      const size = dedupe === "a" ? 1_000_000 : 300_000;
      await rig.vault.webhooks.append({ ...event, dedupe, body: `"${dedupe.repeat(size)}"` });
    }
    let after = 0;
    const next = async (limit: number) => {
      const page = await rig.vault.webhooks.list("CAFE01", after, limit);
      after = page.at(-1)?.seq ?? after;
      return page.map(({ body }) => body[1]).join("");
    };
    expect([await next(200), await next(1), await next(200), await next(200)]).toEqual(["a", "b", "cd", ""]);
  });

  it("never lets a shop's bucket take more than it holds, however many reserve at once", async () => {
    const waits = await Promise.all(Array.from({ length: 100 }, () => rig.vault.buckets.reserve("shop", 1)));
    const taken = waits.filter((wait) => wait === 0).length;
    expect(taken).toBeGreaterThanOrEqual(80);
    expect(taken).toBeLessThan(90); // what leaks out while the test runs
    await rig.vault.buckets.block("shop", 60_000);
    await rig.vault.buckets.block("shop", 1_000);
    expect(await rig.vault.buckets.reserve("shop", 1)).toBeGreaterThan(50_000);
  });

  it("leaves a shop's bucket and its pause as they were when the database's clock is set back", async () => {
    const { buckets, database } = rig.vault;
    await buckets.block("shop", 60_000);
    await sql`update bucket set updated_at = updated_at + 25200000, blocked_until = blocked_until + 25200000`.execute(
      database.db,
    );
    // Some ms more are nothing: a statement reads the clock several times, perhaps on both sides of a millisecond.
    for (const touch of [() => buckets.raise("shop", 90), () => buckets.block("shop", 1_000)]) {
      const left = await buckets.reserve("shop", 1);
      expect([left > 50_000, left < 61_000]).toEqual([true, true]);
      await touch();
    }
    expect(await buckets.reserve("shop", 1)).toBeGreaterThan(50_000);
  });

  it("moves every record to a new first key, while others write", async () => {
    await rig.vault.tokens.commit(await lease(0), { accessToken: "one" }, LIFE);
    await rig.vault.webhooks.append({
      business: "CAFE01",
      provider: "haravan",
      topic: "t",
      dedupe: "d",
      body: "{}",
    });
    await rig.vault.orphans.keep(ID, { refreshToken: "r" });
    const rotating = await open(`${testKey("b")},${testKey("a")}`);
    await Promise.all([
      rotating.rotation.run(),
      rig.vault.tokens.commit(await lease(1), { accessToken: "two" }, LIFE),
    ]);
    await rotating.rotation.run();
    expect(await rotating.rotation.otherKeyIds([])).toEqual(["b"]);
    await rotating.close();
    const after = await open(testKey("b"));
    expect((await after.tokens.read(ID))?.secrets).toEqual({ accessToken: "two" });
    expect(await after.webhooks.list("CAFE01", 0, 1)).toHaveLength(1);
    await after.close();
    await expect(rig.vault.connections.get(ID)).rejects.toThrow(
      'sealed with key "b", which is not in VAULT_KEYS',
    );
  });

  it("moves all others when some records do not open, and says how many those are", async () => {
    const { db } = rig.vault.database;
    const events = Array.from({ length: 50 }, (_, index) => `e${index}`);
    for (const dedupe of events)
      await rig.vault.webhooks.append({
        business: "CAFE01",
        provider: "haravan",
        topic: "t",
        dedupe,
        body: "{}",
      });
    const middle = (await rig.vault.webhooks.list("CAFE01", 0, 25)).at(-1)?.seq;
    await sql`update webhook set sealed = 'v1.a.AAAA.AAAA' where seq <= ${middle}`.execute(db);
    await sql`update connection set sealed = 'v1.lost.AAAA.AAAA'`.execute(db);
    const rotating = await open(`${testKey("b")},${testKey("a")}`);
    for (const count of [25, 0]) {
      await expect(rotating.rotation.run()).rejects.toMatchObject({
        code: "INTERNAL",
        message: expect.stringMatching(
          new RegExp(`^${count} records were sealed again; 26 do not open .+ sealed with key "lost"`),
        ),
      });
    }
    expect(await rotating.rotation.otherKeyIds(["b", "c"])).toEqual(["lost", "a"]);
    await rotating.close();
  });

  it.each(["v1", "", "v1.a"])("a damaged record, %j, hides no key that others need", async (sealed) => {
    await rig.vault.connections.put({ ...CONNECTION, business: "CAFE02" });
    await sql`update connection set sealed = ${sealed} where id = ${ID}`.execute(rig.vault.database.db);
    expect(await rig.vault.rotation.otherKeyIds(["b"])).toEqual(["a"]);
  });

  it("moves no more once it is to stop", async () => {
    await rig.vault.tokens.commit(await lease(0), { accessToken: "one" }, LIFE);
    const rotating = await open(`${testKey("b")},${testKey("a")}`);
    expect(await rotating.rotation.run({ signal: AbortSignal.abort() })).toBe(1);
    expect(await rotating.rotation.run()).toBe(1);
    await rotating.close();
  });

  it("brings its tables up to date once, however many processes start together", async () => {
    const vaults = await Promise.all(Array.from({ length: 4 }, () => open()));
    const { rows } = await sql<{ version: number }>`select version from vault_schema`.execute(
      rig.vault.database.db,
    );
    expect(rows).toEqual([{ version: SCHEMA_VERSION }]);
    await Promise.all(vaults.map((each) => each.close()));
  });

  it("refuses to run backwards", async () => {
    await sql`update vault_schema set version = ${SCHEMA_VERSION + 1}`.execute(rig.vault.database.db);
    await expect(open()).rejects.toThrow("it will not go backwards");
  });
});
