/** What goes on without a request, each by itself: one that fails keeps none of the others from its work. */
import { sql } from "kysely";
import { expect, it } from "vitest";
import { createBackground } from "../src/operations/background.ts";
import { createLog } from "../src/operations/logs.ts";
import { connectionId } from "../src/vault/connection.ts";
import { partnerConnection } from "./support/platforms.ts";
import { createTestClock, createVirtualVault } from "./support/virtual.ts";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

it("old events are deleted although a record does not open, which is logged once", async () => {
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
  const limits = { webhookRetentionDays: 2 };
  const background = createBackground({ keeper, vault, clock, log, limits });
  background.start();
  await clock.advance(0);
  expect(await vault.webhooks.list("CAFE01", 0, 10)).toEqual([]);
  await clock.advance(HOUR);
  await background.stop();
  await log.flush();
  const failures = lines.join("").match(/background-failed.*/g) ?? [];
  expect(failures).toHaveLength(1);
  expect(failures[0]).toContain("1 do not open and stay as they are");
  expect(failures[0]).toContain('sealed with key \\"lost\\"');
  await expect(vault.connections.get(connectionId("partner", "CAFE01"))).rejects.toMatchObject({
    code: "INTERNAL",
  });
});
