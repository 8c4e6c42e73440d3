/** The Partner and Haravan clients against the real simulators; the test stands where the BFF would, and holds the secrets. */
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  createConnectionsClient,
  createHaravanClient,
  createPartnerClient,
  shopNameOf,
} from "../../src/index.ts";
import type { Session } from "../../src/session/session.ts";
import { utcDay } from "../../src/values/day-window.ts";
import { BACKSTOP } from "../support/backstop.ts";
import { createRig, neverAnswered } from "../support/session-rig.ts";
import { hastyClock } from "../support/simulator-rig.ts";

type Calls = Pick<Session, "fetch">;

let simulators: RunningSimulators;
const asked: string[] = [];

/** Forwards what is below `prefix` to a platform, with its token, as the BFF does. */
const standInForBff = (prefix: string, target: string, token: string): Calls => ({
  fetch: (path, { baseUrl = "", timeoutMs: _, ...init } = {}) => {
    expect(baseUrl.startsWith(prefix)).toBe(true);
    asked.push(path);
    const headers = new Headers(init.headers);
    headers.set("authorization", `Bearer ${token}`);
    return fetch(target + baseUrl.slice(prefix.length) + path, { ...init, headers });
  },
});

const partnerToken = async () => {
  const { clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.partner;
  const body = new URLSearchParams({
    grant_type: "client_credentials",
    client_id: clientId,
    client_secret: clientSecret,
  });
  const response = await fetch(`${simulators.partner.url}/api/partner/v1/oauth/token`, {
    method: "POST",
    body,
  });
  return ((await response.json()) as { access_token: string }).access_token;
};

const haravanToken = async () => {
  const { shop, clientId, clientSecret, legacyAccessToken } = DEMO_CREDENTIALS.CAFE01.haravan;
  const scopes = [
    "openid",
    "profile",
    "email",
    "org",
    "userinfo",
    "grant_service",
    "offline_access",
    "com.read_shop",
    "com.read_products",
    "com.read_orders",
  ];
  const response = await fetch(`${simulators.haravan.url}/${shop}/admin/token_exchange.json`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${legacyAccessToken}` },
    body: JSON.stringify({ token_exchange: { client_id: clientId, secret_key: clientSecret, scopes } }),
  });
  const text = await response.text();
  expect(response.status, text).toBe(200);
  return (JSON.parse(text) as { token: { access_token: string } }).token.access_token;
};

beforeAll(async () => {
  simulators = await startSimulators({ seed: 3 });
});
afterAll(() => simulators.close());

describe("the Partner client", BACKSTOP, () => {
  const client = async () => {
    const session = standInForBff(
      "/partner",
      `${simulators.partner.url}/api/partner/v1`,
      await partnerToken(),
    );
    return createPartnerClient(session, { clock: hastyClock(50) });
  };

  it("iterates over sales by cursor, within 30-day windows, without a gap or a repetition", async () => {
    const partner = await client();
    asked.length = 0;
    const today = Date.now();
    const [from, to] = [utcDay(today - 30 * 86_400_000), utcDay(today + 5 * 86_400_000)];
    const ids: string[] = [];
    for await (const { id } of partner.sales.iterate({ from, to })) ids.push(id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids.length).toBeGreaterThan(100);
    const windows = new Set(asked.map((path) => /from=([\d-]+)/.exec(path)?.[1]));
    expect(windows.size).toBe(2);
    const page = await partner.sales.list({ from }, {});
    expect(page.pagination.limit).toBe(50);
    expect(await partner.sales.items(ids[0] ?? "")).not.toHaveLength(0);
  });

  it("tells before asking that sales go back 30 days only", async () => {
    const partner = await client();
    asked.length = 0;
    await expect(partner.sales.list({ from: "2020-01-01" })).rejects.toMatchObject({
      code: "INVALID_ARGUMENT",
    });
    expect(asked).toEqual([]);
  });

  it("reads products, inventory and reports, with money as exact strings", async () => {
    const partner = await client();
    const { data } = await partner.products.list({ is_active: true, limit: 3 });
    expect(data.length).toBeGreaterThan(0);
    const levels = await partner.inventory.list();
    const { warehouse_id = "", branch_id = "" } = levels.data[0] ?? {};
    expect((await partner.inventoryMovements.list({ warehouse_id })).data).toBeInstanceOf(Array);
    const stock = await partner.reports.inventorySummary({ warehouse_id });
    expect(stock.total_stock_value).toMatch(/^\d+(\.\d+)?$/);
    const sums = await partner.reports.salesSummary({ branch_id });
    expect(sums.average_order_value).toMatch(/^\d+(\.\d+)?$/);
    expect((await partner.suppliers.list()).data).toBeInstanceOf(Array);
    expect((await partner.customers.list()).data).toBeInstanceOf(Array);
    expect((await partner.purchaseOrders.list()).data).toBeInstanceOf(Array);
  });

  it("repeats a read that was refused with Retry-After, and tells a platform's refusal", async () => {
    const partner = await client();
    await fetch(`${simulators.partner.url}/_sim/faults`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({
        fault: "status",
        status: 429,
        headers: { "retry-after": "1" },
        times: 1,
        match: { path: "*/products" },
      }),
    });
    expect((await partner.products.list()).data.length).toBeGreaterThan(0);
    await expect(partner.sales.items("00000000-0000-4000-8000-000000000000")).rejects.toMatchObject({
      code: "UPSTREAM_REJECTED",
      details: { status: 404 },
    });
  });
});

describe("the Haravan client", BACKSTOP, () => {
  it("reads shop, products and orders; ids and money are exact strings, no row is skipped", async () => {
    const session = standInForBff("/haravan", simulators.haravan.url, await haravanToken());
    const haravan = createHaravanClient(session, { clock: hastyClock(50) });
    expect((await haravan.shop()).id).toMatch(/^\d+$/);
    const ids: string[] = [];
    for await (const { id = "", total_price } of haravan.orders.iterate({ status: "any" })) {
      ids.push(id);
      expect(total_price).toMatch(/^\d+(\.\d+)?$/);
    }
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toHaveLength(await haravan.orders.count({ status: "any" }));
    const products: (string | undefined)[] = [];
    for await (const { id } of haravan.products.iterate()) products.push(id);
    expect(new Set(products).size).toBe(await haravan.products.count());
    const [product] = await haravan.products.list({ limit: 1 });
    expect(await haravan.products.get(product?.id ?? "")).toMatchObject({ id: product?.id });
  });
});

describe("connections", BACKSTOP, () => {
  it("lists what the business is connected to, and connects its shop with one call", async () => {
    const sent: [string, unknown][] = [];
    const connections = [{ provider: "haravan", status: "ready", shop: "cafe01.myharavan.com" }];
    const session: Calls = {
      fetch: async (path, init) => {
        sent.push([path, init?.body && JSON.parse(String(init.body))]);
        return Response.json(path === "/connections" ? { business: "CAFE01", connections } : {});
      },
    };
    const client = createConnectionsClient(session);
    expect(await client.get("partner")).toBeUndefined();
    const connected = await client.connectHaravan({
      shop: "https://Cafe01.myharavan.com/admin",
      accessToken: "fake",
    });
    expect(connected).toEqual(connections[0]);
    expect(sent[1]).toEqual([
      "/haravan/token-exchange",
      { shop: "cafe01.myharavan.com", access_token: "fake" },
    ]);
  });

  it("a shop that is connected is told so although the list of connections cannot be read", async () => {
    const session: Calls = {
      fetch: async (path) => Response.json({}, { status: path === "/connections" ? 403 : 200 }),
    };
    expect(
      await createConnectionsClient(session).connectHaravan({ shop: "cafe01", accessToken: "fake" }),
    ).toEqual({ provider: "haravan", status: "ready", shop: "cafe01.myharavan.com" });
  });

  it("a lost answer to connecting is not called retryable; one that was never sent is", async () => {
    for (const sent of [true, false]) {
      const rig = createRig();
      // Offline there is no token, and nothing is sent without one.
      rig.page.setOnline(sent);
      await rig.begin();
      rig.onCall((_path, _work, signal) => neverAnswered(signal));
      const { connectHaravan } = createConnectionsClient(rig.session, { bffBaseUrl: "https://desk.test" });
      await expect(
        rig.clock.run(connectHaravan({ shop: "cafe01", accessToken: "fake" })),
      ).rejects.toMatchObject({ code: "CALL_TIMEOUT", retryable: !sent });
    }
  });

  it("understands what people type as a shop, and refuses other hosts before a secret leaves", () => {
    expect(shopNameOf(" Cafe01 ")).toBe("cafe01.myharavan.com");
    for (const typed of ["", "evil.test", "a.b.myharavan.com", "x.myharavan.com.evil.test", "-x"]) {
      expect(() => shopNameOf(typed), typed).toThrow(expect.objectContaining({ code: "SHOP_NAME_INVALID" }));
    }
  });

  it("passes a problem of the BFF on with its own code", async () => {
    const problem = { code: "NOT_CONNECTED", detail: "No Haravan connection.", retryable: false };
    const session: Calls = {
      fetch: async () =>
        Response.json(problem, { status: 409, headers: { "content-type": "application/problem+json" } }),
    };
    await expect(createHaravanClient(session).shop()).rejects.toMatchObject({
      code: "NOT_CONNECTED",
      message: problem.detail,
    });
  });
});
