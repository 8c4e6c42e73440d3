/** What a call costs once its caller and its token are known: one request to the platform and nothing else. */
import { expect, it } from "vitest";
import { createBff, readConfig } from "../../src/index.ts";
import { createClock } from "../../src/operations/clock.ts";
import { createLog } from "../../src/operations/logs.ts";
import { createVault, type Vault } from "../../src/vault/vault.ts";
import { testKey } from "../support/bff.ts";
import { haravanConnection, partnerConnection, startPlatforms } from "../support/platforms.ts";
import { AUTHORIZED } from "../support/rig.ts";

/** The vault, telling `used` of everything that is asked of it. */
const watched = (vault: Vault, used: (what: string) => void): Vault => {
  const watch = <Part extends object>(part: Part, name: string): Part =>
    new Proxy(part, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value === "object" && value !== null) return watch(value, `${name}${String(key)}.`);
        if (typeof value !== "function") return value;
        return (...args: unknown[]): unknown => {
          used(`${name}${String(key)}`);
          return Reflect.apply(value, target, args);
        };
      },
    });
  return watch(vault, "");
};

/** The one thing that goes on without calls: every second the vault is asked what has changed. */
const LOOK = "connections.changedSince";

const PATHS = ["/partner/sales", "/haravan/com/orders.json", "/privage/v2/connect/campaigns"];

it("a warm call reads no database, asks for no token and about no caller: the platform gets the call alone", async () => {
  const platforms = await startPlatforms();
  platforms.override = ({ path }, response) => {
    if (path.endsWith("/orders.json")) response.setHeader("x-haravan-api-call-limit", "2/80");
    return false;
  };
  const config = readConfig({ ...platforms.env, VAULT_URL: "sqlite::memory:", VAULT_KEYS: testKey("a") });
  const used: string[] = [];
  let looks = 0;
  const vault = watched(createVault(config), (what) => {
    if (what === LOOK) looks += 1;
    else used.push(what);
  });
  // No time passes, however slow the machine is: what is warm stays warm.
  const clock = { ...createClock(), now: () => 1_000_000 };
  const bff = createBff(config, { vault, clock, log: createLog("silent", { write: () => {} }) });
  const url = await bff.listen({ host: "127.0.0.1", port: 0 });
  await vault.connections.put(partnerConnection(platforms.url));
  await vault.connections.put(haravanConnection());
  const exchange = await fetch(`${url}/haravan/token-exchange`, {
    method: "POST",
    headers: { ...AUTHORIZED, "content-type": "application/json" },
    body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: "legacy-1" }),
  });
  expect(exchange.status).toBe(200);
  const callAll = async () => {
    for (const path of PATHS) {
      const answer = await fetch(`${url}${path}`, { headers: AUTHORIZED });
      expect([path, answer.status]).toEqual([path, 200]);
      await answer.text();
    }
  };
  // Connections that are new are noticed, and their tokens read again: the third look begins when that is over.
  const before = looks;
  await expect.poll(() => looks, { timeout: 60_000 }).toBeGreaterThanOrEqual(before + 3);
  await callAll();
  expect(used).toContain("tokens.read"); // The seam sees what a cold call does.

  used.length = 0;
  platforms.seen.length = 0;
  for (let round = 0; round < 10; round += 1) await callAll();
  expect(used).toEqual([]);
  expect(platforms.seen).toHaveLength(10 * PATHS.length);
  expect(new Set(platforms.seen.map(({ path }) => path))).toEqual(
    new Set(["/api/partner/v1/sales", "/com/orders.json", "/v2/connect/campaigns"]),
  );
  await bff.close();
  await platforms.close();
}, 120_000);
