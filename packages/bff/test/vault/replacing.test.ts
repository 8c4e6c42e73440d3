/** What becomes of tokens, orphans and the org id when a connection is replaced, ended or installed again. */
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import { connectionId } from "../../src/vault/connection.ts";
import { createTokenStore } from "../../src/vault/tokens.ts";
import { testKey } from "../support/bff.ts";
import { partnerConnection } from "../support/platforms.ts";
import { CONNECTION, databasesPerFile, ID, LIFE, vaultRigPerTest } from "../support/vault-rig.ts";

const PAIR = { accessToken: "access", refreshToken: "refresh" };
const PARTNER = partnerConnection("https://pos.example");
const PRIVAGE = {
  provider: "privage",
  business: "CAFE01",
  settings: { clientId: "key" },
  secrets: { clientSecret: "secret" },
} as const;

describe.each(Object.entries(databasesPerFile()))("the vault over %s", (_name, createDatabase) => {
  const rig = vaultRigPerTest(createDatabase);

  /** Puts `connection` with a token, an orphan and an org id, and takes the lease again, as a renewal under way has it. */
  const use = async (connection: Parameters<typeof rig.vault.connections.put>[0]) => {
    const { connections, tokens, orphans } = rig.vault;
    const id = connectionId(connection.provider, connection.business);
    await connections.put(connection);
    const first = await tokens.lease(id, 0, "me", 3_000);
    if (first) await tokens.commit(first, PAIR, LIFE);
    await connections.setExternalId(id, "111");
    await orphans.keep(id, PAIR, "spent");
    const underWay = await tokens.lease(id, 1, "me", 3_000);
    if (!underWay) throw new Error("no lease");
    return { id, underWay };
  };

  it.each([
    ["another shop", CONNECTION, { settings: { ...CONNECTION.settings, shop: "second.myharavan.com" } }],
    ["another Haravan app", CONNECTION, { settings: { ...CONNECTION.settings, clientId: "other" } }],
    ["another Partner host", PARTNER, partnerConnection("https://other.example")],
    ["another Partner client", PARTNER, { settings: { ...PARTNER.settings, clientId: "other" } }],
    ["another Partner secret", PARTNER, { secrets: { clientSecret: "other" } }],
    ["another Privage key", PRIVAGE, { settings: { clientId: "other" } }],
    ["another Privage secret", PRIVAGE, { secrets: { clientSecret: "other" } }],
  ])("%s gets nothing of what the one before had", async (_what, connection, change) => {
    const { tokens, orphans, connections } = rig.vault;
    const { id, underWay } = await use(connection);
    await connections.put({ ...connection, ...change });
    const record = await tokens.read(id);
    expect([record?.secrets, record?.leased, record?.connection.externalId]).toEqual([
      undefined,
      false,
      undefined,
    ]);
    expect(record?.expiresInMs).toBeLessThan(0);
    expect(await orphans.newest(id)).toBeUndefined();
    expect(await tokens.commit(underWay, PAIR, LIFE)).toBe(false);
  });

  it("another secret of the same Haravan app keeps the pair, and the renewal under way writes no failure", async () => {
    const { tokens, orphans, connections } = rig.vault;
    const { id, underWay } = await use(CONNECTION);
    await connections.put({ ...CONNECTION, secrets: { clientSecret: "other" } });
    const failure = { code: "CREDENTIALS_REJECTED", message: "the old secret", retryInMs: 60_000 } as const;
    expect([await tokens.fail(underWay, failure), await tokens.commit(underWay, PAIR, LIFE)]).toEqual([
      false,
      false,
    ]);
    const record = await tokens.read(id);
    expect([record?.secrets, record?.failure, record?.connection.externalId]).toEqual([
      PAIR,
      undefined,
      "111",
    ]);
    expect((await orphans.newest(id))?.secrets).toEqual(PAIR);
  });

  it("the same credentials again change nothing, and a renewal under way is stored", async () => {
    const { id, underWay } = await use(PARTNER);
    await rig.vault.connections.put(PARTNER);
    expect((await rig.vault.tokens.read(id))?.secrets).toEqual(PAIR);
    expect(await rig.vault.tokens.commit(underWay, { accessToken: "next" }, LIFE)).toBe(true);
  });

  it("the same credentials again forget a failure, but not that an outcome is unknown; those of another account forget that too", async () => {
    const { connections, tokens } = rig.vault;
    const { id, underWay } = await use(CONNECTION);
    const failing = { code: "CREDENTIALS_REJECTED", message: "refused", retryInMs: 60_000 } as const;
    await tokens.fail(underWay, failing);
    await connections.put(CONNECTION);
    expect((await tokens.read(id))?.failure).toBeUndefined();
    await tokens.fail(underWay, { ...failing, code: "OUTCOME_UNKNOWN" });
    await connections.put(CONNECTION);
    expect((await tokens.read(id))?.failure?.code).toBe("OUTCOME_UNKNOWN");
    await connections.put({ ...CONNECTION, settings: { ...CONNECTION.settings, clientId: "other" } });
    expect((await tokens.read(id))?.failure).toBeUndefined();
  });

  it("a connection whose key is gone can be replaced", async () => {
    const later = await rig.open(testKey("b"));
    await expect(later.connections.get(ID)).rejects.toThrow("not in VAULT_KEYS");
    await later.connections.put(CONNECTION);
    expect(await later.connections.get(ID)).toMatchObject(CONNECTION);
    await later.close();
  });

  /** As by a renewal of an older program, which ended after the connection. */
  const keepLate = () =>
    sql`insert into orphan (id, connection_id, sealed, created_at) values ('late', ${ID}, 'x', 0)`.execute(
      rig.vault.database.db,
    );

  it("a connection that was removed and is added again begins with nothing", async () => {
    const { connections, orphans, database } = rig.vault;
    const { id } = await use(CONNECTION);
    await connections.end(id, "removed");
    await keepLate();
    await connections.put(CONNECTION);
    expect(await orphans.newest(id)).toBeUndefined();
    expect(await sql`select * from orphan`.execute(database.db)).toMatchObject({ rows: [] });
    expect((await connections.get(id))?.externalId).toBeUndefined();
  });

  it("a renewal that ends after the removal keeps no orphan", async () => {
    await rig.vault.connections.end(ID, "removed");
    await rig.vault.orphans.keep(ID, PAIR, "spent");
    expect(await sql`select * from orphan`.execute(rig.vault.database.db)).toMatchObject({ rows: [] });
  });

  const reconnect = (version: number) =>
    rig.vault.connections.reconnect(ID, (within) =>
      createTokenStore(within, rig.vault.keyring).replace(ID, version, { legacyToken: "legacy" }),
    );

  it("an app that is installed again is connected with its new token, all at once or not at all", async () => {
    const { connections, tokens } = rig.vault;
    await connections.end(ID, "uninstalled");
    await keepLate();
    const before = await tokens.read(ID);
    expect(await reconnect(0)).toBe(false); // Not the token that is there.
    expect(await tokens.read(ID)).toMatchObject({ connection: before?.connection, secrets: undefined });
    expect(await reconnect(1)).toBe(true);
    expect(await tokens.read(ID)).toMatchObject({
      secrets: { legacyToken: "legacy" },
      connection: { status: "connected" },
    });
    expect(await sql`select * from orphan`.execute(rig.vault.database.db)).toMatchObject({ rows: [] });
  });

  it("a new token is noticed by every instance: the connection counts as changed", async () => {
    const { connections, database } = rig.vault;
    await sql`update connection set changed_at = 1`.execute(database.db);
    expect(await reconnect(0)).toBe(true);
    expect((await connections.get(ID))?.changedAt).toBeGreaterThan(1);
  });

  it("a removed connection takes no token", async () => {
    await rig.vault.connections.end(ID, "removed");
    await expect(reconnect(1)).rejects.toMatchObject({ code: "NOT_CONNECTED" });
    expect((await rig.vault.tokens.read(ID))?.secrets).toBeUndefined();
  });

  it("is ended for the sake of one token only while that one is there", async () => {
    const { connections } = rig.vault;
    expect(await connections.end(ID, "uninstalled", 1)).toBe(false);
    expect((await connections.get(ID))?.status).toBe("connected");
    expect(await connections.end(ID, "uninstalled", 0)).toBe(true);
  });

  it("an org id learned before a connection changed is not kept after it", async () => {
    const { connections } = rig.vault;
    const { changedAt } = (await connections.get(ID)) ?? {};
    expect(await connections.setExternalId(ID, "111", changedAt)).toBe(true);
    await sql`update connection set changed_at = changed_at + 1`.execute(rig.vault.database.db);
    expect(await connections.setExternalId(ID, "222", changedAt)).toBe(false);
    expect((await connections.get(ID))?.externalId).toBe("111");
  });

  it("changes of one connection at the same time wait for each other", async () => {
    const { connections, orphans } = rig.vault;
    const other = { ...CONNECTION, secrets: { clientSecret: "other" } };
    const all = Array.from({ length: 10 }, (_, version) => [
      connections.put(version % 2 ? CONNECTION : other),
      connections.end(ID, "uninstalled"),
      reconnect(version),
      orphans.keep(ID, PAIR, "spent"),
    ]);
    await Promise.all(all.flat());
    await connections.put(CONNECTION);
    expect(await connections.get(ID)).toMatchObject(CONNECTION);
  });
});
