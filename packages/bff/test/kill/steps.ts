/** What is left after `kill -9` at every step: nothing is lost, and the next process goes on by itself. */
import { createHmac } from "node:crypto";
import { fileURLToPath } from "node:url";
import { sql } from "kysely";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { createBff, openVault, readConfig } from "../../src/index.ts";
import { createLog } from "../../src/operations/logs.ts";
import type { Vault } from "../../src/vault/vault.ts";
import { testKey } from "../support/bff.ts";
import { json } from "../support/fake-platform.ts";
import {
  callerToken,
  haravanConnection,
  type Platforms,
  partnerConnection,
  startPlatforms,
} from "../support/platforms.ts";
import { type BffProcess, spawnBff } from "../support/process.ts";

const CRASHING = fileURLToPath(new URL("../support/crashing-bff.ts", import.meta.url));

type CreateDatabase = () => Promise<{ readonly url: string; readonly remove: () => void }>;

/** Haravan at its strictest: a new pair kills the one before, a refresh token works once. */
const beStrict = (platforms: Platforms) => {
  let count = 0;
  let refresh = "";
  /** A refresh leaves the access token of before alive until its end; an exchange does not. */
  let access: string[] = [];
  const sentTokens: string[] = [];
  const give = () => {
    count += 1;
    access.push(`omni-${count}`);
    refresh = `refresh-${count}`;
    return { access_token: `omni-${count}`, refresh_token: refresh, token_type: "Bearer" };
  };
  /** Called when the platform has done its work and before it answers; true: the answer is lost. */
  const hooks = { arrived: (_path: string) => false, committed: (_path: string) => false };
  platforms.override = ({ path, body, headers }, response) => {
    const isExchange = path.endsWith("/admin/token_exchange.json");
    const isRefresh = path.endsWith("/connect/token");
    const isUse = path.startsWith("/com/");
    if (isRefresh) sentTokens.push(new URLSearchParams(body).get("refresh_token") ?? "");
    if ((isExchange || isRefresh || isUse) && hooks.arrived(path)) return true;
    if (isExchange) {
      access = [];
      const pair = give();
      if (!hooks.committed(path)) {
        json(response, 200, { token: { ...pair, created_time: 1572407590, expires_in: 2147483647 } });
      }
      return true;
    }
    if (isRefresh) {
      if (sentTokens.at(-1) !== refresh) {
        json(response, 400, { error: "invalid_grant" });
        return true;
      }
      const pair = give();
      if (!hooks.committed(path)) json(response, 200, { ...pair, expires_in: 86400 });
      return true;
    }
    if (isUse && !access.includes((headers.authorization ?? "").slice("Bearer ".length))) {
      response.writeHead(401, { "www-authenticate": "Bearer" });
      response.end("Unauthorized");
      return true;
    }
    return false;
  };
  return { hooks, sentTokens };
};

const EXCHANGE_STEPS = [
  "connections.reconnect:before",
  "connections.reconnect:after",
  "tokens.lease:before",
  "tokens.lease:after",
  "arrived:/admin/token_exchange.json",
  "committed:/admin/token_exchange.json",
  "tokens.commit:before",
  "tokens.commit:after",
  "arrived:/com/shop.json",
  "tokens.replace:before",
  "tokens.replace:after",
];
const REFRESH_STEPS = [
  "tokens.lease:after",
  "tokens.intend:before",
  "tokens.intend:after",
  "arrived:/connect/token",
  "committed:/connect/token",
  "tokens.commit:before",
  "tokens.commit:after",
];
const MINT_STEPS = [
  "tokens.lease:before",
  "tokens.lease:after",
  "arrived:/oauth/token",
  "tokens.commit:before",
  "tokens.commit:after",
];

export const defineKillTests = (name: string, createDatabase: CreateDatabase) =>
  describe(`a process killed over ${name}`, () => {
    let env: Record<string, string>;
    let remove: () => void;
    let platforms: Platforms;
    let vault: Vault;
    let child: BffProcess | undefined;

    beforeEach(async () => {
      const database = await createDatabase();
      remove = database.remove;
      platforms = await startPlatforms();
      env = { ...platforms.env, VAULT_URL: database.url, VAULT_KEYS: testKey("a"), PORT: "0" };
      vault = await openVault(readConfig(env));
      await vault.connections.put(haravanConnection());
      await vault.connections.put(partnerConnection(platforms.url));
    });
    afterEach(async () => {
      await child?.end("SIGKILL");
      await vault.close();
      await platforms.close();
      remove();
    });

    const headers = { authorization: `Bearer ${callerToken("CAFE01")}`, "content-type": "application/json" };
    const exchange = (url: string) =>
      fetch(`${url}/haravan/token-exchange`, {
        method: "POST",
        headers,
        body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: "legacy-1" }),
      });
    const get = (url: string, path: string) => fetch(`${url}${path}`, { headers });

    /** Starts a process that dies at `step`, lets `work` run into it, and waits for its end. */
    const dieAt = async (
      step: string,
      strict: ReturnType<typeof beStrict>["hooks"],
      work: (url: string) => Promise<unknown>,
    ) => {
      const [what = "", where = ""] = step.split(":");
      const isPlatformStep = what === "arrived" || what === "committed";
      const victim = await spawnBff({ ...env, CRASH_AT: isPlatformStep ? "" : step }, CRASHING, []);
      child = victim;
      if (isPlatformStep) {
        strict[what as "arrived" | "committed"] = (path) => {
          if (!path.endsWith(where)) return false;
          victim.child.kill("SIGKILL");
          strict.arrived = strict.committed = () => false;
          return true;
        };
      }
      await work(victim.url).catch(() => "killed");
      await expect.poll(() => victim.child.signalCode, { timeout: 60_000 }).toBe("SIGKILL");
      strict.arrived = strict.committed = () => false;
    };

    const withNextProcess = async (work: (url: string) => Promise<void>) => {
      const config = readConfig(env);
      const app = createBff(config, { log: createLog("silent") });
      try {
        await work(await app.listen({ host: "127.0.0.1", port: 0 }));
      } finally {
        await app.close();
      }
    };

    it.each(EXCHANGE_STEPS)(
      "during an exchange at %s loses no token",
      async (step) => {
        const { hooks } = beStrict(platforms);
        await dieAt(step, hooks, exchange);
        await withNextProcess(async (url) => {
          const isStored = step !== "connections.reconnect:before";
          const first = await get(url, "/haravan/com/orders.json");
          expect(first.status).toBe(isStored ? 200 : 409);
          expect((await exchange(url)).status).toBe(200);
          expect((await get(url, "/haravan/com/orders.json")).status).toBe(200);
        });
        const record = await vault.tokens.read("haravan:CAFE01");
        expect(record?.secrets?.legacyToken).toBeUndefined();
        expect((await vault.connections.get("haravan:CAFE01"))?.externalId).toBe("200000244883");
      },
      120_000,
    );

    it.each(REFRESH_STEPS)(
      "during a refresh at %s keeps the shop working and never sends a refresh token twice",
      async (step) => {
        const { hooks, sentTokens } = beStrict(platforms);
        await withNextProcess(async (url) => {
          await exchange(url);
        });
        await sql`update token set renew_at = 0 where id = 'haravan:CAFE01'`.execute(vault.database.db);
        await dieAt(step, hooks, (url) =>
          get(url, "/haravan/com/orders.json").then(() => get(url, "/haravan/com/orders.json")),
        );
        await withNextProcess(async (url) => {
          for (let count = 0; count < 3; count += 1) {
            expect((await get(url, "/haravan/com/orders.json")).status).toBe(200);
          }
        });
        expect(new Set(sentTokens).size).toBe(sentTokens.length);
      },
      120_000,
    );

    it.each(MINT_STEPS)(
      "while asking for a Partner token at %s leaves the next one working",
      async (step) => {
        const { hooks } = beStrict(platforms);
        const haravan = platforms.override;
        platforms.override = (request, response) =>
          request.path.endsWith("/oauth/token") && hooks.arrived(request.path)
            ? true
            : haravan(request, response);
        await dieAt(step, hooks, (url) => get(url, "/partner/sales"));
        await withNextProcess(async (url) => {
          expect((await get(url, "/partner/sales")).status).toBe(200);
        });
      },
      120_000,
    );

    const WEBHOOK = '{"id":1,"name":"x"}';
    const sendWebhook = async (url: string): Promise<unknown> => {
      const signature = createHmac("sha256", "canary-haravan-secret").update(WEBHOOK).digest("base64");
      const answer = await fetch(`${url}/webhooks/haravan`, {
        method: "POST",
        body: WEBHOOK,
        headers: {
          "x-haravan-topic": "products/update",
          "x-haravan-org-id": "200000244883",
          "x-haravan-hmacsha256": signature,
        },
      });
      return answer.json();
    };

    it.each(["webhooks.append:before", "webhooks.append:after"])(
      "while storing a webhook at %s has it once, when the platform sends it again",
      async (step) => {
        await vault.connections.setExternalId("haravan:CAFE01", "200000244883");
        await dieAt(step, beStrict(platforms).hooks, sendWebhook);
        await withNextProcess(async (url) => {
          expect(await sendWebhook(url)).toEqual({ stored: step.endsWith("before") });
        });
        expect((await vault.webhooks.list("CAFE01", 0, 10)).map(({ body }) => body)).toEqual([WEBHOOK]);
      },
      120_000,
    );

    it("right after it answered a webhook has stored it", async () => {
      await vault.connections.setExternalId("haravan:CAFE01", "200000244883");
      const victim = await spawnBff(env, CRASHING, []);
      child = victim;
      expect(await sendWebhook(victim.url)).toEqual({ stored: true });
      await victim.end("SIGKILL");
      expect(await vault.webhooks.list("CAFE01", 0, 10)).toHaveLength(1);
    }, 120_000);
  });
