/** An attacker who wants this server to call an address of theirs. */
import { describe, expect, it } from "vitest";
import { attackRigPerTest } from "../support/attack-rig.ts";
import { haravanConnection } from "../support/platforms.ts";
import { AUTHORIZED } from "../support/rig.ts";

const rig = attackRigPerTest();
const { forwarded } = rig;

describe("server-side request forgery", () => {
  it.each([
    "evil.example",
    "cafe01.myharavan.com.evil.example",
    "evil.example/cafe01.myharavan.com",
    "cafe01.myharavan.com@evil.example",
    "cafe01.myharavan.com:8080",
    "CAFE01.myharavan.com",
    "-cafe.myharavan.com",
    "a.b.myharavan.com",
    "cafe01.myharavan.com#",
    "cafe01.myharavan.com\n",
    "127.0.0.1",
    "[::1]",
    "",
    "аcafe.myharavan.com",
  ])("by shop name is refused before a secret leaves: %j", async (shop) => {
    const answer = await fetch(`${rig.bff.url}/haravan/token-exchange`, {
      method: "POST",
      headers: { ...AUTHORIZED, "content-type": "application/json" },
      body: JSON.stringify({ shop, access_token: "legacy" }),
    });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: "SHOP_NAME_INVALID" }]);
    expect(forwarded()).toEqual([]);
  });

  const get = (path: string) => fetch(`${rig.bff.url}${path}`, { headers: AUTHORIZED });
  const exchange = () =>
    fetch(`${rig.bff.url}/haravan/token-exchange`, {
      method: "POST",
      headers: { ...AUTHORIZED, "content-type": "application/json" },
      body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: "legacy" }),
    });
  const renew = async () => {
    await exchange();
    await rig.bff.vault.database.db.updateTable("token").set({ renew_at: 0, expires_at: 0 }).execute();
    await rig.bff.vault.connections.put(haravanConnection());
    await expect
      .poll(() => get("/haravan/com/orders.json").then(() => rig.platforms.count("/connect/token")), {
        timeout: 15_000,
      })
      .toBeGreaterThan(0);
    return get("/haravan/com/orders.json");
  };
  const askForPrivageToken = async () => {
    await rig.bff.vault.connections.put({
      ...{ provider: "privage", business: "CAFE01" },
      settings: { clientId: "key" },
      secrets: { clientSecret: "canary" },
    });
    await rig.bff.app.getPrivageToken("CAFE01").catch(() => {});
    return get("/connections");
  };

  it.each([
    ["the question whose token it is", "/v2/connect/add-on/status", () => get("/connections")],
    ["the Partner's token endpoint", "/oauth/token", () => get("/partner/sales")],
    ["Haravan's exchange", "/admin/token_exchange.json", exchange],
    ["Haravan's renewal", "/connect/token", renew],
    ["the proof of a new pair", "/com/shop.json", exchange],
    ["Privage's token for jobs", "/v1/auth-connect/token", askForPrivageToken],
  ])("by a redirect of %s gets neither token nor secret", async (_what, path, attack) => {
    rig.mayChange();
    let redirected = 0;
    rig.platforms.override = (request, response) => {
      if (!request.path.split("?", 1)[0]?.endsWith(path)) return false;
      redirected += 1;
      response.writeHead(307, { location: `${rig.platforms.url}/steal` });
      response.end();
      return true;
    };
    const answer = await attack();
    expect([redirected > 0, rig.platforms.count("/steal")]).toEqual([true, 0]);
    expect(await answer.text()).not.toMatch(/canary|legacy|omni|refresh/);
  });

  it("by a redirect of a resource is passed on as an answer without its target, and not followed", async () => {
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      response.writeHead(302, { location: `${rig.platforms.url}/steal` });
      response.end();
      return true;
    };
    const answer = await fetch(`${rig.bff.url}/partner/sales`, { headers: AUTHORIZED, redirect: "manual" });
    expect([answer.status, answer.headers.get("location"), rig.platforms.count("/steal")]).toEqual([
      302,
      null,
      0,
    ]);
  });
});
