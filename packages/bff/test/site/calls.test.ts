/** What calls through the site cost and leave: traces, warm calls, limits and a refreshed pair. */
import { getEventListeners } from "node:events";
import type { ServerResponse } from "node:http";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { ask } from "../../src/forward/ask.ts";
import { createUpstreams } from "../../src/forward/upstreams.ts";
import { createCallLimit } from "../../src/haravan/call-limit.ts";
import { createClock } from "../../src/operations/clock.ts";
import { startBff } from "../support/bff.ts";
import { json } from "../support/fake-platform.ts";
import { callerToken, haravanConnection, partnerConnection } from "../support/platforms.ts";
import { AUTHORIZED } from "../support/rig.ts";
import { siteRigPerTest } from "../support/site-rig.ts";
import { createTestClock, createVirtualVault } from "../support/virtual.ts";

const rig = siteRigPerTest();

describe("GET /connections", () => {
  it("shows the other connections of a business when the record of one does not open", async () => {
    const { vault, url } = rig.bff;
    await vault.connections.put(haravanConnection());
    await vault.database.db
      .updateTable("connection")
      .set({ sealed: "v1.lost.text" })
      .where("id", "=", "partner:CAFE01")
      .execute();
    const answer = await fetch(`${url}/connections`, { headers: AUTHORIZED });
    expect([answer.status, await answer.json()]).toMatchObject([
      200,
      {
        connections: [
          { provider: "haravan", status: "not-connected" },
          { provider: "partner", status: "failing", problem: { code: "INTERNAL" } },
        ],
      },
    ]);
  });
});

describe("traces", () => {
  it("go on from the caller to the platform and into a problem", async () => {
    const traceId = "4bf92f3577b34da6a3ce929d0e0e4736";
    const headers = { ...AUTHORIZED, traceparent: `00-${traceId}-00f067aa0ba902b7-01` };
    await fetch(`${rig.bff.url}/partner/sales`, { headers });
    expect(rig.platforms.seen.at(-1)?.headers["traceparent"]).toMatch(
      new RegExp(`^00-${traceId}-[0-9a-f]{16}-01$`),
    );
    const problem = await (await fetch(`${rig.bff.url}/partner/nothing`, { headers })).json();
    expect(problem).toMatchObject({ trace_id: traceId });
    await fetch(`${rig.bff.url}/partner/sales`, { headers: { ...AUTHORIZED, traceparent: "rubbish" } });
    expect(rig.platforms.seen.at(-1)?.headers["traceparent"]).toMatch(/^00-[0-9a-f]{32}-[0-9a-f]{16}-0[01]$/);
  });
});

describe("a warm call", () => {
  it("reads no database row and asks for no token", async () => {
    const get = () =>
      fetch(`${rig.bff.url}/partner/sales`, { headers: AUTHORIZED }).then((answer) => answer.text());
    await get();
    const reads = async () =>
      /token_events_total\{provider="partner",event="read"\} (\d+)/.exec(
        await (await fetch(`${rig.bff.url}/metrics`)).text(),
      )?.[1];
    const before = await reads();
    for (let count = 0; count < 50; count += 1) await get();
    expect([
      await reads(),
      rig.platforms.count("/oauth/token"),
      rig.platforms.count("/add-on/status"),
    ]).toEqual([before, 1, 1]);
  });

  it("F34: leaves nothing behind on a signal that lives long, however often it is used", async () => {
    setFlagsFromString("--expose-gc");
    const collectGarbage: () => void = runInNewContext("gc");
    const { signal } = new AbortController();
    const clock = createClock();
    const heapAfter = async (sleeps: number): Promise<number> => {
      for (let count = 0; count < sleeps; count += 1_000) {
        await Promise.all(Array.from({ length: 1_000 }, () => clock.sleep(0, signal)));
      }
      collectGarbage();
      return process.memoryUsage().heapUsed;
    };
    const before = await heapAfter(20_000);
    // A listener that stayed would cost some 200 bytes: 60 MB in all.
    expect((await heapAfter(300_000)) - before).toBeLessThan(15_000_000);

    const upstreams = createUpstreams({
      clock,
      allowInsecure: true,
      connections: 8,
      timeoutMs: 30_000,
      callerTimeoutMs: 60_000,
    });
    const question = { method: "GET", url: `${rig.platforms.url}/web/x`, headers: {}, signal } as const;
    for (let count = 0; count < 500; count += 1) await ask(upstreams, question);
    await upstreams.close();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  }, 120_000);
});

describe("a business that calls too often", () => {
  it("is told when to come back, and others are not affected", async () => {
    const limited = await startBff({ ...rig.platforms.env, CALLS_PER_MINUTE: "40" });
    await limited.vault.connections.put(partnerConnection(rig.platforms.url));
    await limited.vault.connections.put(partnerConnection(rig.platforms.url, "PHO02"));
    const get = (business: string) =>
      fetch(`${limited.url}/partner/sales`, {
        headers: { authorization: `Bearer ${callerToken(business)}` },
      });
    const answers = await Promise.all(Array.from({ length: 20 }, () => get("CAFE01")));
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused.length).toBeGreaterThanOrEqual(9);
    expect([Number(refused[0]?.headers.get("retry-after")) >= 1, await refused[0]?.json()]).toMatchObject([
      true,
      { code: "RATE_LIMITED", retryable: true },
    ]);
    expect((await get("PHO02")).status).toBe(200);
    await limited.close();
  });
});

describe("an address that makes tokens up", () => {
  const statusOf = (url: string, path: string, token: string) =>
    fetch(`${url}${path}`, { headers: { authorization: `Bearer ${token}` } }).then(({ status }) => status);

  it.each(["/privage/v2/connect/campaigns", "/partner/sales", "/connections"])(
    "soon reaches Privage no more through %s, while a token in memory goes on",
    async (path) => {
      const limited = await startBff({ ...rig.platforms.env, CALLS_PER_MINUTE: "40" });
      await limited.vault.connections.put(partnerConnection(rig.platforms.url));
      const good = callerToken("CAFE01");
      expect(await statusOf(limited.url, "/connections", good)).toBe(200);
      const before = rig.platforms.seen.length;
      const flood = await Promise.all(
        Array.from({ length: 50 }, (_, count) => statusOf(limited.url, path, `made-up-${count}`)),
      );
      // A quarter of a minute's calls at once, less the good one's question; a slow machine gives some time to earn more.
      const reached = rig.platforms.seen.length - before;
      expect(reached).toBeLessThan(20);
      expect(flood.filter((status) => status === 429)).toHaveLength(50 - reached);
      expect(await statusOf(limited.url, "/connections", good)).toBe(200);
      await limited.close();
    },
  );

  it("pays nothing for many calls at once with one token", async () => {
    const limited = await startBff({ ...rig.platforms.env, CALLS_PER_MINUTE: "40" });
    const calls = Array.from({ length: 30 }, () => statusOf(limited.url, "/connections", "made-up"));
    expect(new Set(await Promise.all(calls))).toEqual(new Set([401]));
    await limited.close();
  });
});

describe("Haravan's limit", () => {
  it("is never overrun by three instances together, and who would wait too long is told when to come back", async () => {
    const clock = createTestClock();
    const vault = await createVirtualVault(clock);
    const instances = Array.from({ length: 3 }, () => createCallLimit(vault.buckets, clock));
    let level = 0;
    let measuredAt = clock.now();
    let overflows = 0;
    let refused = 0;
    const call = async (index: number) => {
      const instance = instances[index % 3];
      try {
        await instance?.admit("shop");
      } catch {
        refused += 1;
        return;
      }
      level = Math.max(0, level - ((clock.now() - measuredAt) / 1000) * 4) + 1;
      measuredAt = clock.now();
      if (level > 80.5) overflows += 1;
      instance?.observe("shop", 200, { "x-haravan-api-call-limit": `${Math.ceil(level)}/80` });
    };
    const calls = Array.from({ length: 200 }, (_, index) => call(index));
    await clock.advance(6_000);
    await Promise.all(calls);
    expect([overflows, refused > 80, refused < 125]).toEqual([0, true, true]);
  });

  it("stops a shop's calls on all instances after a 429", async () => {
    const clock = createTestClock();
    const vault = await createVirtualVault(clock);
    const [one, two] = [createCallLimit(vault.buckets, clock), createCallLimit(vault.buckets, clock)];
    await one.admit("shop");
    one.observe("shop", 429, { "retry-after": "30.0" });
    await clock.advance(1);
    await expect(two.admit("shop")).rejects.toMatchObject({ code: "RATE_LIMITED" });
  });
});

describe("a call to Haravan that ends", () => {
  it.each([
    [
      "in the middle of a 429",
      (response: ServerResponse) => response.write("Too Many", () => response.destroy()),
    ],
    ["after the head of a 429", (response: ServerResponse) => response.socket?.end()],
  ])("%s stops the shop's calls for as long as that says", async (_when, breakOff) => {
    const { vault, url } = rig.bff;
    await vault.connections.put(haravanConnection());
    await fetch(`${url}/haravan/token-exchange`, {
      method: "POST",
      headers: { ...AUTHORIZED, "content-type": "application/json" },
      body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: "legacy" }),
    });
    rig.platforms.override = ({ path }, response) => {
      if (path !== "/com/orders.json") return false;
      if (rig.platforms.count(path) > 1) return response.destroy() !== undefined;
      response.writeHead(429, { "retry-after": "30.0", "content-length": "17" }).flushHeaders();
      breakOff(response);
      return true;
    };
    const get = () => fetch(`${url}/haravan/com/orders.json`, { headers: AUTHORIZED });
    await get()
      .then((answer) => answer.text())
      .catch(() => {});
    const held = await get();
    expect([held.status, Number(held.headers.get("retry-after"))]).toEqual([429, expect.closeTo(30, -1)]);
    expect(rig.platforms.count("/com/orders.json")).toBe(1);
  });

  it.each([
    ["without an answer", (response: ServerResponse) => response.destroy()],
    ["with a refused token", (response: ServerResponse) => json(response, 401, {})],
  ])("%s is no longer under way: the next answer lets calls go at once", async (_how, end) => {
    const { vault, url } = rig.bff;
    await vault.connections.put(haravanConnection());
    const post = (path: string, body: object) =>
      fetch(`${url}${path}`, {
        method: "POST",
        headers: { ...AUTHORIZED, "content-type": "application/json" },
        body: JSON.stringify(body),
      });
    await post("/haravan/token-exchange", { shop: "cafe01.myharavan.com", access_token: "legacy" });
    rig.platforms.override = ({ path, method }, response) => {
      if (path !== "/com/orders.json") return false;
      if (method === "POST") end(response);
      else json(response, 200, {}, { "x-haravan-api-call-limit": "1/80" });
      return true;
    };
    for (let call = 0; call < 12; call += 1) {
      expect((await post("/haravan/com/orders.json", {})).status).toBeGreaterThanOrEqual(500);
    }
    const reserved = () => vault.database.db.selectFrom("bucket").selectAll().execute();
    const get = () => fetch(`${url}/haravan/com/orders.json`, { headers: AUTHORIZED });
    expect((await get()).status).toBe(200);
    const before = await reserved();
    expect((await get()).status).toBe(200);
    expect(await reserved()).toEqual(before);
  });
});

describe("a refreshed pair", () => {
  it("R7: keeps the refresh token when the answer has none, twice in a row", async () => {
    await rig.bff.vault.connections.put(haravanConnection());
    rig.platforms.override = ({ path, body }, response) => {
      if (!path.endsWith("/connect/token")) return false;
      json(response, 200, {
        access_token: `from-${new URLSearchParams(body).get("refresh_token")}`,
        expires_in: 3600,
        token_type: "Bearer",
      });
      return true;
    };
    const exchange = { shop: "cafe01.myharavan.com", access_token: "legacy" };
    await fetch(`${rig.bff.url}/haravan/token-exchange`, {
      method: "POST",
      headers: { ...AUTHORIZED, "content-type": "application/json" },
      body: JSON.stringify(exchange),
    });
    const kept = (await rig.bff.vault.tokens.read("haravan:CAFE01"))?.secrets?.refreshToken;
    for (let count = 0; count < 2; count += 1) {
      await rig.bff.vault.database.db.updateTable("token").set({ expires_at: 0, renew_at: 0 }).execute();
      await rig.bff.vault.connections.put(haravanConnection());
      const call = async () => {
        const answer = await fetch(`${rig.bff.url}/haravan/com/orders.json`, { headers: AUTHORIZED });
        expect(answer.status).toBe(200);
        return rig.platforms.count("/connect/token");
      };
      await expect.poll(call, { timeout: 10_000 }).toBe(count + 1);
      expect((await rig.bff.vault.tokens.read("haravan:CAFE01"))?.secrets?.refreshToken).toBe(kept);
    }
    expect(rig.platforms.count("/connect/token")).toBe(2);
  });
});
