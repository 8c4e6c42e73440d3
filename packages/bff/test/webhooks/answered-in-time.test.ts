/** Events that come while the vault is busy: answered before the platform gives up, and there once in the end. */
import { createHmac } from "node:crypto";
import { DatabaseSync } from "node:sqlite";
import pg from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningBff, startBff } from "../support/bff.ts";
import { haravanConnection, type Platforms, startPlatforms } from "../support/platforms.ts";
import { AUTHORIZED } from "../support/rig.ts";
import { databasesPerFile } from "../support/vault-rig.ts";
import { createTestClock, type TestClock } from "../support/virtual.ts";

const databases = databasesPerFile();

/** Holds the feed as another process that writes would, until the returned function is called. */
const lock = async (url: string): Promise<() => Promise<void>> => {
  if (url.startsWith("sqlite:")) {
    const other = new DatabaseSync(url.slice("sqlite:".length));
    other.exec("begin immediate");
    return async () => other.close();
  }
  const other = new pg.Client(url);
  other.on("error", () => {});
  await other.connect();
  await other.query("begin");
  await other.query("lock table webhook_feed in access exclusive mode");
  return () => other.end();
};

describe.each(Object.entries(databases))("a webhook that meets a locked %s", (_name, createDatabase) => {
  let platforms: Platforms;
  let bff: RunningBff;
  let clock: TestClock;
  let database: Awaited<ReturnType<typeof createDatabase>>;
  /** How often the vault was asked to store an event. */
  let appends: number;

  beforeEach(async () => {
    database = await createDatabase();
    platforms = await startPlatforms();
    clock = createTestClock();
    bff = await startBff({ ...platforms.env, VAULT_URL: database.url }, { clock });
    await bff.vault.connections.put(haravanConnection());
    await bff.vault.connections.setExternalId("haravan:CAFE01", "200000244883");
    appends = 0;
    const { append } = bff.vault.webhooks;
    Object.assign(bff.vault.webhooks, {
      append: (...event: Parameters<typeof append>) => {
        appends += 1;
        return append(...event);
      },
    });
  });
  afterEach(async () => {
    await bff.close();
    await platforms.close();
    database.remove();
  });

  const send = (body = '{"id":1}') =>
    fetch(`${bff.url}/webhooks/haravan`, {
      method: "POST",
      body,
      headers: {
        "x-haravan-topic": "orders/create",
        "x-haravan-org-id": "200000244883",
        "x-haravan-hmacsha256": createHmac("sha256", "canary-haravan-secret").update(body).digest("base64"),
      },
    });
  const feed = async () => {
    const answer = await fetch(`${bff.url}/webhooks`, { headers: AUTHORIZED });
    return ((await answer.json()) as { data: unknown[] }).data;
  };
  const reached = (count: number) => expect.poll(() => appends, { timeout: 15_000 }).toBe(count);

  it("is stored as soon as the lock is gone, and other calls are answered meanwhile", async () => {
    const unlock = await lock(database.url);
    const sent = send();
    await reached(1);
    // Whoever waited by blocking the thread could neither answer this nor come to the line after it.
    expect((await fetch(`${bff.url}/healthz`)).status).toBe(200);
    await unlock();
    expect(await (await sent).json()).toEqual({ stored: true });
    expect(await feed()).toHaveLength(1);
  });

  it("is refused in less than 5 s when the lock stays, and is there once however often it is sent again", async () => {
    const unlock = await lock(database.url);
    const sent = send();
    await reached(1);
    await clock.advance(4_999);
    const answer = await sent;
    expect([answer.status, Number(answer.headers.get("retry-after")) > 0, await answer.json()]).toMatchObject(
      [503, true, { code: "UPSTREAM_UNAVAILABLE", retryable: true }],
    );
    await unlock();
    for (let count = 0; count < 3; count += 1) expect((await send()).status).toBe(200);
    expect(await feed()).toHaveLength(1);
  });
});
