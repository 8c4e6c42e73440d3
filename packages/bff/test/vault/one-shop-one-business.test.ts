/** What keeps a business with its shop, and a shop with its business, however many change them at once. */
import { describe, expect, it } from "vitest";
import { connectionId } from "../../src/vault/connection.ts";
import type { Database } from "../../src/vault/database.ts";
import { createTokenStore, type TokenRecord } from "../../src/vault/tokens.ts";
import { CONNECTION, databasesPerFile, ID, LIFE, vaultRigPerTest } from "../support/vault-rig.ts";

const PAIR = { accessToken: "access", refreshToken: "refresh" };

describe.each(Object.entries(databasesPerFile()))("the vault over %s", (_name, createDatabase) => {
  const rig = vaultRigPerTest(createDatabase);

  it("a check that refuses what is there leaves it, its token and its org id as they are", async () => {
    const { connections, tokens } = rig.vault;
    await tokens.commit(await rig.lease(0), PAIR, LIFE);
    await connections.setExternalId(ID, "111");
    const before = await tokens.read(ID);
    const other = { ...CONNECTION, settings: { shop: "second.myharavan.com", clientId: "other" } };
    const refuse = (known: TokenRecord | undefined) => {
      throw new Error(known?.connection.settings.shop);
    };
    await expect(connections.put(other, refuse)).rejects.toThrow(CONNECTION.settings.shop);
    expect(await tokens.read(ID)).toMatchObject({
      ...{ connection: before?.connection, secrets: PAIR, version: before?.version },
    });
  });

  it("of two that replace a removed connection at the same time, one is seen by the other's check", async () => {
    const { connections } = rig.vault;
    await connections.end(ID, "removed");
    const put = (shop: string) =>
      connections.put({ ...CONNECTION, settings: { shop, clientId: "app" } }, (before) => {
        if (before?.connection.status === "connected") throw new Error("too late");
      });
    const shops = ["one.myharavan.com", "two.myharavan.com"];
    const done = await Promise.allSettled(shops.map(put));
    expect(done.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    const winner = shops[done.findIndex(({ status }) => status === "fulfilled")];
    expect((await connections.get(ID))?.settings.shop).toBe(winner);
  });

  describe("an org id", () => {
    const OTHER = { ...CONNECTION, business: "PHO02" };
    const OTHER_ID = connectionId("haravan", OTHER.business);

    it("is no second connected business's, until the first one is removed or uninstalls the app", async () => {
      const { connections } = rig.vault;
      await connections.put(OTHER);
      await connections.setExternalId(ID, "111");
      await expect(connections.setExternalId(OTHER_ID, "111")).rejects.toMatchObject({
        ...{ code: "NOT_CONNECTED", message: expect.stringContaining("another business") },
      });
      expect(await connections.findByExternalId("haravan", "111")).toMatchObject({ id: ID });
      expect((await connections.get(OTHER_ID))?.externalId).toBeUndefined();
      await connections.end(ID, "uninstalled");
      expect(await connections.setExternalId(OTHER_ID, "111")).toBe(true);
      // The first one comes back, and has to prove its shop again.
      const install = (within: Database) =>
        createTokenStore(within, rig.vault.keyring).replace(ID, 1, { legacyToken: "legacy" });
      expect(await connections.reconnect(ID, install)).toBe(true);
      expect(await connections.findByExternalId("haravan", "111")).toMatchObject({ id: OTHER_ID });
      await expect(connections.setExternalId(ID, "111")).rejects.toThrow("another business");
    });

    it("that two businesses learn at the same time is not kept by both", async () => {
      const { connections } = rig.vault;
      await connections.put(OTHER);
      await Promise.allSettled([ID, OTHER_ID].map((id) => connections.setExternalId(id, "111")));
      const kept = (await connections.list({})).filter(({ externalId }) => externalId === "111");
      expect(kept.length).toBeLessThan(2);
    });
  });
});
