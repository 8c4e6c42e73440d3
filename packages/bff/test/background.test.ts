/** What goes on without a request, each by itself: one that fails keeps none of the others from its work. */
import { sql } from "kysely";
import { expect, it } from "vitest";
import { readConfig } from "../src/config/read-config.ts";
import { createBackground } from "../src/operations/background.ts";
import { createLog } from "../src/operations/logs.ts";
import { connectionId } from "../src/vault/connection.ts";
import { testKey } from "./support/bff.ts";
import { partnerConnection } from "./support/platforms.ts";
import { createTestClock, createVirtualVault } from "./support/virtual.ts";

const SECOND = 1_000;
const HOUR = 3_600 * SECOND;
const DAY = 24 * HOUR;

/** Runs it on a vault with one record that does not open, and one old event, for an hour. */
const runFor = async (keys: string) => {
  const clock = createTestClock();
  const vault = await createVirtualVault(clock);
  await vault.connections.put(partnerConnection("https://pos.example"));
  await sql`update connection set sealed = 'v1.lost.AAAA.AAAA'`.execute(vault.database.db);
  await vault.webhooks.append({
    business: "CAFE01",
    provider: "partner",
    topic: "sale",
    dedupe: "d",
    body: "{}",
  });
  await clock.advance(3 * DAY);

  const lines: string[] = [];
  const keeper = { sweep: () => {}, forget: () => {} };
  const log = createLog("info", { write: (line) => void lines.push(line) });
  const config = readConfig({ VAULT_KEYS: keys, WEBHOOK_RETENTION_DAYS: "2" });
  const background = createBackground({ keeper, vault, clock, log, config });
  background.start();
  await clock.advance(0);
  expect(await vault.webhooks.list("CAFE01", 0, 10)).toEqual([]);
  await clock.advance(HOUR);
  await background.stop();
  return { vault, failures: lines.join("").match(/background-failed.*/g) ?? [] };
};

it("old events are deleted although a record does not open, which is logged once", async () => {
  const { vault, failures } = await runFor(`${testKey("a")},${testKey("b")}`);
  expect(failures).toHaveLength(1);
  expect(failures[0]).toContain("1 do not open and stay as they are");
  expect(failures[0]).toContain('sealed with key \\"lost\\"');
  await expect(vault.connections.get(connectionId("partner", "CAFE01"))).rejects.toMatchObject({
    code: "INTERNAL",
  });
});

it("records are not looked through while there is one key, which seals them all", async () => {
  expect((await runFor(testKey("a"))).failures).toEqual([]);
});

it("a connection's change is noticed once, also when its transaction was long over its statements", async () => {
  const clock = createTestClock();
  const vault = await createVirtualVault(clock);
  await vault.connections.put(partnerConnection("https://pos.example"));
  // Changed a while before the start, as by a migration: nothing of it is in memory.
  await clock.advance(20 * SECOND);
  const forgotten: string[] = [];
  const background = createBackground({
    keeper: { sweep: () => {}, forget: (id) => forgotten.push(id) },
    vault,
    clock,
    log: createLog("silent"),
    config: readConfig({ VAULT_KEYS: testKey("a") }),
  });
  background.start();
  await clock.advance(50 * SECOND);
  expect(forgotten).toEqual([]);
  // As it is seen when it is committed only now.
  const takenAt = clock.now() - 45 * SECOND;
  await vault.database.db.updateTable("connection").set({ changed_at: takenAt }).execute();
  await clock.advance(2 * SECOND);
  expect(forgotten).toEqual([connectionId("partner", "CAFE01")]);
  await vault.connections.end(connectionId("partner", "CAFE01"), "removed");
  await clock.advance(HOUR);
  expect(forgotten).toHaveLength(2);
  await background.stop();
});
