/**
 * A client as somebody would write it who has only the reference document and has never seen the OpenAPI documents or the
 * simulators' source. It holds no URL pattern, field name or status that is not written there. If it stops working, the
 * simulators have left the platforms.
 */
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";

let simulators: RunningSimulators;
beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

const managementSiteLogin = async (): Promise<string> => {
  const response = await fetch(`${simulators.privage.url}/_sim/sign-in`, {
    method: "POST",
    body: JSON.stringify({ staff_id: "staff-owner" }),
  });
  return (await response.json()).user_jwt;
};

test("Privage: mint, exchange, poll by windows, burn once, reconcile by ref_no, void, renew on 401", async () => {
  const base = simulators.privage.url;
  const post = async (path: string, body: unknown, bearer?: string) => {
    const headers = new Headers({ "Content-Type": "application/json" });
    if (bearer) headers.set("Authorization", `Bearer ${bearer}`);
    return fetch(base + path, { method: "POST", headers, body: JSON.stringify(body) });
  };
  const minted = await post(
    "/v1/auth-connect/exchange-token",
    { appconnect_id: 42, business_code: "CAFE01" },
    await managementSiteLogin(),
  );
  expect(minted.status).toBe(201);
  const { exchange_token } = await minted.json();
  expect(exchange_token).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);

  const redeemed = await post("/v1/auth-connect/access-token", { exchange_token });
  expect(redeemed.status).toBe(201);
  let { access_token, refresh_token } = await redeemed.json();

  const withToken = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const headers = { ...(init.headers as object), Authorization: `Bearer ${access_token}` };
    const first = await fetch(base + path, { ...init, headers });
    if (first.status !== 401) return first;
    const renewed = await post("/v1/auth-connect/renew-token", { refresh_token });
    expect(renewed.status).toBe(201);
    const answer = await renewed.json();
    access_token = answer.access_token;
    refresh_token = answer.refresh_token ?? refresh_token;
    return fetch(base + path, { ...init, headers: { ...headers, Authorization: `Bearer ${access_token}` } });
  };

  const member = await (await withToken("/v2/connect/profile?phone_number=0812345678")).json();
  const ref_no = "BURN/2026-04#1";
  const burned = await withToken("/v2/connect/burn/points", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ phone_number: "0812345678", card_no: "001", points: 50, ref_no }),
  });
  expect(burned.status).toBe(201);
  expect(await burned.json()).toMatchObject({ message: "Points burned", card_no: "001" });

  await fetch(`${base}/_sim/clock`, { method: "POST", body: JSON.stringify({ advanceSeconds: 1000 }) });
  const from = new Date(Date.now() - 3600_000).toISOString().replace(/\.\d+Z$/, "Z");
  const found: { ref_no: string; id: string }[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await (
      await withToken(`/v2/connect/transactions?page=${page}&size=100&from=${from}`)
    ).json();
    found.push(...data.filter((row: { ref_no: string }) => row.ref_no === ref_no));
    if (data.length < 100) break;
  }
  expect(found).toHaveLength(1);
  const voided = await withToken(`/v2/connect/transactions/ref-no/${encodeURIComponent(ref_no)}`, {
    method: "DELETE",
  });
  expect(voided.status).toBe(200);
  const after = await (await withToken("/v2/connect/profile?card_no=001")).json();
  expect(after.points).toBe(member.points);
});

test("Partner: token by form, list sales with both dates, follow cursors, read lines", async () => {
  const base = `${simulators.partner.url}/api/partner/v1`;
  const { clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.partner;
  expect(clientId).toMatch(/^meed_[0-9a-f]{32}$/);
  expect(clientSecret).toMatch(/^[0-9a-f]{64}$/);
  const issued = await fetch(`${base}/oauth/token`, {
    method: "POST",
    headers: { "Content-Type": "application/x-www-form-urlencoded" },
    body: `grant_type=client_credentials&client_id=${clientId}&client_secret=${clientSecret}`,
  });
  const { access_token, token_type, expires_in } = await issued.json();
  expect([issued.status, token_type, expires_in]).toEqual([200, "Bearer", 3600]);
  const get = async (path: string) => {
    const response = await fetch(base + path, {
      headers: { Authorization: `${token_type} ${access_token}` },
    });
    expect(response.status).toBe(200);
    return response.json();
  };
  const day = (time: number) => new Date(time).toISOString().slice(0, 10);
  const [from, to] = [day(Date.now() - 6 * 86_400_000), day(Date.now())];
  const sales: { id: string }[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? "" : `&cursor=${encodeURIComponent(cursor)}`;
    const page = await get(`/sales?from=${from}&to=${to}&limit=20${more}`);
    sales.push(...page.data);
    cursor = page.pagination.next_cursor;
  } while (cursor !== null);
  expect(sales.length).toBeGreaterThan(20);
  const { data: lines } = await get(`/sales/${sales[0]?.id}/items`);
  expect(lines[0].line_total).toMatch(/^\d+(\.\d+)?$/);
});

test("Haravan: exchange nested, believe no expiry, learn the shop, page orders, refresh", async () => {
  const { shop, clientId, clientSecret, legacyAccessToken } = DEMO_CREDENTIALS.PHO02.haravan;
  expect(shop).toMatch(/^[a-z0-9][a-z0-9-]*\.myharavan\.com$/);
  const api = simulators.haravan.url;
  const exchanged = await fetch(`${api}/${shop}/admin/token_exchange.json`, {
    method: "POST",
    headers: { "Content-Type": "application/json", Authorization: `Bearer ${legacyAccessToken}` },
    body: JSON.stringify({
      token_exchange: {
        client_id: clientId,
        secret_key: clientSecret,
        scopes: [
          "offline_access",
          "openid",
          "profile",
          "email",
          "org",
          "userinfo",
          "com.read_shop",
          "com.read_orders",
          "grant_service",
        ],
      },
    }),
  });
  const text = await exchanged.text();
  expect(exchanged.status).toBe(200);
  const { token } = JSON.parse(text);
  const expiresAt = new Date((token.created_time + token.expires_in) * 1000);
  expect(expiresAt.getUTCFullYear()).toBeGreaterThan(2080);
  const get = (path: string, bearer: string) =>
    fetch(api + path, { headers: { Authorization: `Bearer ${bearer}` } });
  const known = await (await get("/com/shop.json", token.access_token)).json();
  expect(known.shop).toMatchObject({ currency: "VND", myharavan_domain: `https://${shop}` });
  const page = await get("/com/orders.json?limit=50&page=1", token.access_token);
  expect((await page.json()).orders).toHaveLength(50);
  expect(page.headers.get("X-Haravan-Api-Call-Limit")).toMatch(/^\d+\/80$/);
  const refreshed = await fetch(`${api}/connect/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: token.refresh_token,
      client_id: clientId,
      client_secret: clientSecret,
    }),
  });
  const next = await refreshed.json();
  expect((await get("/com/shop.json", next.access_token)).status).toBe(200);
});
