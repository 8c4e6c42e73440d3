import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { type RunningBff, startBff } from "./support/bff.ts";
import { type FakePlatform, json, startFakePlatform } from "./support/fake-platform.ts";

let platform: FakePlatform;
let bff: RunningBff;

beforeEach(async () => {
  platform = await startFakePlatform(({ method, path, headers }, response) => {
    if (path === "/v2/connect/add-on/status") {
      if (headers.authorization !== "Bearer caller-of-CAFE01")
        return json(response, 401, { statusCode: 401 });
      return json(response, 200, { business: { business_code: "CAFE01" }, add_on: { appconnect_id: 42 } });
    }
    if (path === "/api/partner/v1/oauth/token") {
      return json(response, 200, { access_token: "partner-token", token_type: "Bearer", expires_in: 3600 });
    }
    if (path === "/cafe01.myharavan.com/admin/token_exchange.json") {
      return json(response, 200, {
        token: {
          access_token: "omni",
          refresh_token: "omni-refresh",
          created_time: 1572407590,
          expires_in: 2147483647,
          token_type: "Bearer",
        },
      });
    }
    if (path === "/com/shop.json") return json(response, 200, { shop: { id: 200000244883 } });
    return json(response, 200, { method, path, authorization: headers.authorization });
  });
  bff = await startBff({
    PRIVAGE_BASE_URL: platform.url,
    HARAVAN_API_BASE_URL: platform.url,
    HARAVAN_ACCOUNTS_BASE_URL: platform.url,
    HARAVAN_SHOP_BASE_URL: `${platform.url}/{shop}`,
  });
  await bff.vault.connections.put({
    provider: "partner",
    business: "CAFE01",
    settings: { baseUrl: `${platform.url}/api/partner/v1`, clientId: "meed_x" },
    secrets: { clientSecret: "fake-secret" },
  });
  await bff.vault.connections.put({
    provider: "haravan",
    business: "CAFE01",
    settings: { shop: "cafe01.myharavan.com", clientId: "app" },
    secrets: { clientSecret: "fake-secret" },
  });
});

afterEach(async () => {
  await bff.close();
  await platform.close();
});

const call = (path: string, init: RequestInit = {}) =>
  fetch(`${bff.url}${path}`, {
    ...init,
    headers: { authorization: "Bearer caller-of-CAFE01", ...init.headers },
  });

describe("the BFF", () => {
  it("passes a contract call through to Privage with the caller's own token", async () => {
    const answer = await call("/privage/v2/connect/transactions?page=1&size=2");
    expect(await answer.json()).toEqual({
      method: "GET",
      path: "/v2/connect/transactions?page=1&size=2",
      authorization: "Bearer caller-of-CAFE01",
    });
  });

  it("calls the Partner with its own token, asked for once", async () => {
    const answers = await Promise.all(
      [1, 2, 3].map((page) => call(`/partner/sales?branch_id=a&branch_id=b&cursor=${page}`)),
    );
    expect(await answers[2]?.json()).toEqual({
      method: "GET",
      path: "/api/partner/v1/sales?branch_id=a&branch_id=b&cursor=3",
      authorization: "Bearer partner-token",
    });
    expect(platform.seen.filter(({ path }) => path.endsWith("/oauth/token"))).toHaveLength(1);
  });

  it("trades a shop's old token and uses the new one", async () => {
    const exchange = await call("/haravan/token-exchange", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ shop: "cafe01.myharavan.com", access_token: "legacy" }),
    });
    expect([exchange.status, await exchange.json()]).toMatchObject([
      200,
      { shop: "cafe01.myharavan.com", status: "connected" },
    ]);
    const orders = await call("/haravan/com/orders.json?limit=5");
    expect(await orders.json()).toMatchObject({
      path: "/com/orders.json?limit=5",
      authorization: "Bearer omni",
    });
  });

  it("tells a business what it is connected to, without secrets", async () => {
    await call("/partner/sales");
    const answer = await call("/connections");
    expect(await answer.json()).toMatchObject({
      business: "CAFE01",
      connections: [
        { provider: "haravan", status: "not-connected", shop: "cafe01.myharavan.com" },
        { provider: "partner", status: "ready" },
      ],
    });
  });

  it("answers a problem for a missing token, an unknown token and an unknown path", async () => {
    const missing = await fetch(`${bff.url}/partner/sales`);
    expect([missing.status, missing.headers.get("content-type"), await missing.json()]).toMatchObject([
      401,
      "application/problem+json",
      { code: "UNAUTHENTICATED", status: 401, retryable: false },
    ]);
    const unknown = await call("/partner/sales", { headers: { authorization: "Bearer nobody" } });
    expect(await unknown.json()).toMatchObject({ code: "UNAUTHENTICATED" });
    expect(await (await call("/partner/oauth/token", { method: "POST" })).json()).toMatchObject({
      code: "ROUTE_NOT_ALLOWED",
    });
  });

  it("is live, ready and measured", async () => {
    expect((await fetch(`${bff.url}/healthz`)).status).toBe(200);
    expect((await fetch(`${bff.url}/readyz`)).status).toBe(200);
    expect(await (await fetch(`${bff.url}/metrics`)).text()).toContain("privage_bff_requests_total");
  });
});
