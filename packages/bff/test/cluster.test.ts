import { sql } from "kysely";
import { Agent, request } from "undici";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { readConfig } from "../src/index.ts";
import { openVault, type Vault } from "../src/vault/vault.ts";
import { testKey } from "./support/bff.ts";
import { watchLoad } from "./support/load.ts";
import { callerToken, type Platforms, partnerConnection, startPlatforms } from "./support/platforms.ts";
import { startPooler } from "./support/pooler.ts";
import { type RunningPostgres, startPostgres } from "./support/postgres.ts";
import { type BffProcess, spawnBff } from "./support/process.ts";

const PROCESSES = 4;
const CALLS = 2_000;

let postgres: RunningPostgres;
let platforms: Platforms;
let vault: Vault;
let env: Record<string, string>;
let processes: BffProcess[] = [];
let agent: Agent;

beforeAll(async () => {
  postgres = await startPostgres();
});
afterAll(() => postgres.stop());

beforeEach(async () => {
  platforms = await startPlatforms();
  env = {
    ...platforms.env,
    VAULT_URL: await postgres.createDatabase(),
    VAULT_KEYS: testKey("a"),
    PORT: "0",
    LOG_LEVEL: "info",
    CALLS_PER_MINUTE: "1000000",
  };
  vault = await openVault(readConfig(env));
  await vault.connections.put(partnerConnection(platforms.url));
  agent = new Agent({ connections: CALLS / PROCESSES });
});
afterEach(async () => {
  await Promise.all(processes.map((each) => each.end("SIGKILL")));
  processes = [];
  await agent.destroy();
  await vault.close();
  await platforms.close();
});

/** `work`, and the seconds it took: those in which a loaded machine let none of us run are taken off, for all processes share it. */
const timed = async <Result>(work: () => Promise<Result>): Promise<{ result: Result; seconds: number }> => {
  const load = watchLoad();
  const startedAt = performance.now();
  const result = await work();
  const seconds = (performance.now() - startedAt - 2 * load.starvedMs()) / 1000;
  load.stop();
  return { result, seconds };
};

const start = async (count = PROCESSES) => {
  processes = await Promise.all(Array.from({ length: count }, () => spawnBff(env)));
};

const call = async (process: BffProcess | undefined): Promise<number> => {
  const answer = await request(`${process?.url}/partner/sales`, {
    dispatcher: agent,
    headers: { authorization: `Bearer ${callerToken("CAFE01")}` },
    headersTimeout: 120_000,
  });
  await answer.body.dump();
  return answer.statusCode;
};

const callAll = async () => {
  const statuses = await Promise.all(
    Array.from({ length: CALLS }, (_, index) => call(processes[index % processes.length])),
  );
  return statuses.filter((status) => status !== 200).length;
};

describe("four processes on one PostgreSQL", () => {
  it("F17: ask for one token on a cold start, and for one when it has expired, and fail none of 2,000 concurrent calls", async () => {
    platforms.override = async ({ path }) => {
      // Slow enough that every call of every process arrives while the token is being asked for.
      if (path.endsWith("/oauth/token")) await new Promise((resolve) => setTimeout(resolve, 1_500));
      return false;
    };
    await start();
    expect([await callAll(), platforms.count("/oauth/token")]).toEqual([0, 1]);

    await Promise.all(processes.map((each) => each.end()));
    await sql`update token set expires_at = 0, renew_at = 0`.execute(vault.database.db);
    await start();
    expect([await callAll(), platforms.count("/oauth/token")]).toEqual([0, 2]);
  }, 180_000);

  it("F22: recover within 5 s when the process that holds the lease is killed, though a pooler keeps database sessions alive", async () => {
    const pooler = await startPooler(env["VAULT_URL"] ?? "", 8);
    env = { ...env, VAULT_URL: pooler.url };
    let tokenAsked: () => void = () => {};
    const asked = new Promise<void>((resolve) => {
      tokenAsked = resolve;
    });
    platforms.override = async ({ path }) => {
      if (!path.endsWith("/oauth/token") || platforms.count("/oauth/token") > 1) return false;
      tokenAsked();
      return true; // and never answers
    };
    await start();
    const [holder, ...others] = processes;
    const lost = call(holder).catch(() => "killed");
    await asked;
    await holder?.end("SIGKILL");
    const { result: statuses, seconds } = await timed(() =>
      Promise.all(Array.from({ length: 300 }, (_, index) => call(others[index % others.length]))),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(seconds).toBeLessThan(5);
    expect([await lost, platforms.count("/oauth/token")]).toEqual(["killed", 2]);
    // Nobody had a server connection to itself.
    expect(pooler.served().filter((count) => count > 10).length).toBeGreaterThan(1);
    await Promise.all(others.map((each) => each.end("SIGKILL")));
    await pooler.close();
  }, 180_000);

  it("F18: never let a second process ask while the first is slow, though the call lasts longer than a lease", async () => {
    platforms.override = async ({ path }) => {
      if (path.endsWith("/oauth/token")) await new Promise((resolve) => setTimeout(resolve, 4_500)); // 1.5 leases
      return false;
    };
    await start(2);
    const statuses = await Promise.all([call(processes[0]), call(processes[1])]);
    expect([statuses, platforms.count("/oauth/token")]).toEqual([[200, 200], 1]);
  }, 180_000);

  it("F20: answer every waiter soon after the token is there, with one request for it", async () => {
    platforms.override = async ({ path }) => {
      if (path.endsWith("/oauth/token")) await new Promise((resolve) => setTimeout(resolve, 2_000));
      return false;
    };
    await start(2);
    const { result: statuses, seconds } = await timed(() =>
      Promise.all(Array.from({ length: 100 }, (_, index) => call(processes[index % 2]))),
    );
    expect(new Set(statuses)).toEqual(new Set([200]));
    expect(seconds).toBeLessThan(2.5);
    expect(platforms.count("/oauth/token")).toBe(1);
  }, 180_000);

  it("notice changed credentials without a restart", async () => {
    platforms.override = ({ path, body }, response) => {
      if (!path.endsWith("/oauth/token") || body.includes("right-secret")) return false;
      response.writeHead(401, { "content-type": "application/json" });
      response.end('{"error":"invalid_client","message":"Invalid client_id or client_secret"}');
      return true;
    };
    await start(2);
    expect(await Promise.all(processes.map(call))).toEqual([502, 502]);
    const connection = partnerConnection(platforms.url);
    await vault.connections.put({ ...connection, secrets: { clientSecret: "right-secret" } });
    await expect.poll(() => Promise.all(processes.map(call)), { timeout: 30_000 }).toEqual([200, 200]);
  }, 180_000);

  it("drain on SIGTERM: the request under way is finished, then the process ends by itself", async () => {
    let release: () => void = () => {};
    let arrived: () => void = () => {};
    const reached = new Promise<void>((resolve) => {
      arrived = resolve;
    });
    platforms.override = async ({ path }) => {
      if (!path.endsWith("/sales")) return false;
      arrived();
      await new Promise<void>((resolve) => {
        release = resolve;
      });
      return false;
    };
    await start(1);
    const [only] = processes;
    const underWay = call(only);
    await reached;
    const ended = only?.end("SIGTERM");
    await expect.poll(() => only?.output(), { timeout: 30_000 }).toContain("draining");
    await expect(call(only)).rejects.toThrow();
    release();
    expect([await underWay, await ended]).toEqual([200, 0]);
  }, 180_000);
});
