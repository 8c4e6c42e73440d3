/** A disk that is full for a moment: SQLite ends the transaction by itself, and what was to be written is written later. */
import { join } from "node:path";
import { sql } from "kysely";
import { describe, expect, it } from "vitest";
import type { Vault } from "../../src/vault/vault.ts";
import { temporaryFolder } from "../support/bff.ts";
import { LIFE, vaultRigPerTest } from "../support/vault-rig.ts";

const rig = vaultRigPerTest(async () => {
  const folder = temporaryFolder();
  return { url: `sqlite:${join(folder.path, "vault.db")}`, remove: folder.remove };
});

/** More than the pages have room for that are there already. */
const LARGE = "x".repeat(50_000);

const setRoom = (vault: Vault, pages: number) =>
  sql.raw(`pragma max_page_count = ${pages}`).execute(vault.database.db);
const fillUp = async (vault: Vault): Promise<void> => {
  const { rows } = await sql<{ page_count: number }>`pragma page_count`.execute(vault.database.db);
  await setRoom(vault, rows[0]?.page_count ?? 0);
};

describe("a full disk", () => {
  it.each<[what: string, prepare: () => Promise<() => Promise<boolean>>]>([
    [
      "a renewed token",
      async () => {
        const lease = await rig.lease(0);
        return () => rig.vault.tokens.commit(lease, { accessToken: LARGE, refreshToken: "r" }, LIFE);
      },
    ],
    [
      "an event",
      async () => {
        const event = { business: "CAFE01", provider: "haravan", topic: "t", dedupe: "d", body: LARGE };
        return () => rig.vault.webhooks.append(event);
      },
    ],
  ])("is told to whoever stores %s, and it is stored once there is room", async (_what, prepare) => {
    const store = await prepare();
    await fillUp(rig.vault);
    await expect(store()).rejects.toMatchObject({
      code: "UPSTREAM_UNAVAILABLE",
      retryable: true,
      message: "The vault's database cannot be used right now (SQLite error 13).",
    });
    await setRoom(rig.vault, 1_000_000);
    expect(await store()).toBe(true);
  });
});
