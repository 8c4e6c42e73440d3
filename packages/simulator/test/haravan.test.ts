import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { exchangeBody, omniPair, send } from "./support/http.ts";
import { speak } from "./support/raw-socket.ts";

/** The simulators' clock stands still: the bucket leaks only when a test lets time pass. */
const NOW = Date.UTC(2026, 5, 15, 12);
let simulators: RunningSimulators;
let pair: { access_token: string; refresh_token: string };
const { shop, clientId, clientSecret, legacyAccessToken } = DEMO_CREDENTIALS.CAFE01.haravan;
beforeAll(async () => {
  simulators = await startSimulators({ now: () => NOW });
});
afterAll(() => simulators.close());
beforeEach(async () => {
  await send(`${simulators.haravan.url}/_sim/reset`, { method: "POST" });
  pair = await omniPair(simulators);
});

const api = (path: string, token = pair.access_token) => send(simulators.haravan.url + path, { token });
const exchange = (json: unknown, token: string | undefined = legacyAccessToken) =>
  send(`${simulators.haravan.url}/${shop}/admin/token_exchange.json`, { token, json });

describe("token exchange", () => {
  test("answers nested under `token`, with an expiry that overflows 32 bits", async () => {
    const { token } = (await exchange(exchangeBody("CAFE01"))).json;
    expect(token).toMatchObject({ expires_in: 2_147_483_647, token_type: "Bearer" });
    expect((token.created_time + token.expires_in) | 0).toBeLessThan(0);
    expect(legacyAccessToken).toHaveLength(518);
  });

  test("a flat body, a wrong secret, missing and unregistered scopes are one and the same 422", async () => {
    const { token_exchange: inner } = exchangeBody("CAFE01");
    const bodies = [
      inner,
      { token_exchange: { ...inner, secret_key: "wrong" } },
      exchangeBody("CAFE01", ["openid", "profile"]),
      exchangeBody("CAFE01", [...inner.scopes, "com.read_everything"]),
      { token_exchange: { ...inner, scopes: inner.scopes.join(" ") } },
    ];
    for (const body of bodies)
      expect(await exchange(body)).toMatchObject({ status: 422, text: '{"error":"Unprocessable Entity"}' });
  });

  test("an unknown legacy token is the text Unauthorized, also when it belongs to another shop", async () => {
    for (const token of ["unknown", DEMO_CREDENTIALS.PHO02.haravan.legacyAccessToken]) {
      const answer = await exchange(exchangeBody("CAFE01"), token);
      expect(answer).toMatchObject({ status: 401, text: "Unauthorized", json: undefined });
    }
  });

  test("a refresh token comes with offline_access only", async () => {
    const { scopes } = exchangeBody("CAFE01").token_exchange;
    const online = scopes.filter((scope: string) => scope !== "offline_access");
    expect((await exchange(exchangeBody("CAFE01", online))).json.token).not.toHaveProperty("refresh_token");
    expect((await exchange(exchangeBody("CAFE01"))).json.token).toHaveProperty("refresh_token");
  });

  test("a crowd of shops of one app each have an old token of their own, good for that shop only", async () => {
    const crowd = await startSimulators({ shops: 2 });
    const { shops } = (await send(`${crowd.haravan.url}/_sim/shops`)).json;
    const exchangeAt = (name: string, token: string) =>
      send(`${crowd.haravan.url}/${name}/admin/token_exchange.json`, { token, json: exchangeBody("CAFE01") });
    const [one, two] = shops.slice(-2);
    const { token: given } = (await exchangeAt(one.shop, one.legacy_access_token)).json;
    const wrong = await exchangeAt(one.shop, two.legacy_access_token);
    const refreshed = await send(`${crowd.haravan.url}/connect/token`, {
      form: {
        grant_type: "refresh_token",
        refresh_token: given.refresh_token,
        client_id: clientId,
        client_secret: clientSecret,
      },
    });
    const shopOf = async (token: string) =>
      (await send(`${crowd.haravan.url}/com/shop.json`, { token })).json.shop.myharavan_domain;
    expect([one.shop, wrong.status, await shopOf(given.access_token)]).toEqual([
      "shop1.myharavan.com",
      401,
      "https://shop1.myharavan.com",
    ]);
    expect(await shopOf(refreshed.json.access_token)).toBe("https://shop1.myharavan.com");
    await crowd.close();
  });

  test("the shop may also be the Host header", async () => {
    const body = JSON.stringify(exchangeBody("CAFE01"));
    const seen = await speak(
      simulators.haravan.url,
      `POST /admin/token_exchange.json HTTP/1.1\r\nHost: ${shop}\r\nAuthorization: Bearer ${legacyAccessToken}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\nConnection: close\r\n\r\n${body}`,
    );
    expect(seen.text).toMatch(/^HTTP\/1\.1 200/);
  });

  test("a second exchange gives a new pair and kills the one before", async () => {
    const second = await omniPair(simulators);
    expect((await api("/com/shop.json")).status).toBe(401);
    expect((await api("/com/shop.json", second.access_token)).status).toBe(200);
  });
});

describe("OAuth", () => {
  const token = (form: Record<string, string>) =>
    send(`${simulators.haravan.url}/connect/token`, {
      form: { client_id: clientId, client_secret: clientSecret, ...form },
    });

  test("a refresh is flat and rotates; the dead refresh token is invalid_grant", async () => {
    const form = { grant_type: "refresh_token", refresh_token: pair.refresh_token };
    const next = await token(form);
    expect(next.json).toMatchObject({ token_type: "Bearer", expires_in: 86_400 });
    expect(next.json.refresh_token).not.toBe(pair.refresh_token);
    expect(await token(form)).toMatchObject({ status: 400, json: { error: "invalid_grant" } });
    expect((await api("/com/shop.json", next.json.access_token)).status).toBe(200);
  });

  test("a code is good once", async () => {
    const redirect_uri = "https://desk.example/callback";
    const control = `${simulators.haravan.url}/_sim/authorization-codes`;
    const { code } = (await send(control, { json: { shop, redirect_uri } })).json;
    const form = { grant_type: "authorization_code", code, redirect_uri };
    expect((await token(form)).status).toBe(200);
    expect((await token(form)).json.error).toBe("invalid_grant");
  });
});

describe("the leaky bucket", () => {
  test("holds 80, leaks 4 per second, and says 429 in text with a decimal Retry-After until that time is over", async () => {
    const answers = await Promise.all(Array.from({ length: 80 }, () => api("/com/shop.json")));
    expect(answers.every(({ status }) => status === 200)).toBe(true);
    const levels = new Set(answers.map(({ headers }) => headers.get("x-haravan-api-call-limit")));
    expect(levels).toEqual(new Set(Array.from({ length: 80 }, (_, index) => `${index + 1}/80`)));
    const refused = await api("/com/shop.json");
    expect(refused).toMatchObject({ status: 429, text: "Too many requests" });
    expect(refused.headers.get("x-haravan-api-call-limit")).toBe("80/80");
    expect(refused.headers.get("retry-after")).toBe("2.0");
    const again = await api("/com/shop.json");
    expect(again.status).toBe(429);
    const pass = (advanceSeconds: number) =>
      send(`${simulators.haravan.url}/_sim/clock`, { json: { advanceSeconds } });
    await pass(1.5);
    // There is room for six, but Retry-After is not over.
    expect(await api("/com/shop.json")).toMatchObject({ status: 429 });
    await pass(8.5);
    const later = await api("/com/shop.json");
    expect(later.status).toBe(200);
    expect(later.headers.get("x-haravan-api-call-limit")).toBe("41/80");
  });

  test("a fault that only says 429 speaks like the bucket at a resource; at the exchange it promises no time", async () => {
    const json = { fault: "status", status: 429, times: 2 };
    await send(`${simulators.haravan.url}/_sim/faults`, { json });
    const atResource = await api("/com/shop.json");
    expect(atResource).toMatchObject({ status: 429, text: "Too many requests" });
    expect(atResource.headers.get("retry-after")).toBe("2.0");
    expect(atResource.headers.get("x-haravan-api-call-limit")).toBe("80/80");
    const atExchange = await exchange(exchangeBody("CAFE01"));
    expect(atExchange).toMatchObject({ status: 429, text: "Too many requests" });
    expect(atExchange.headers.get("retry-after")).toBeNull();
  });

  test("each shop has its own", async () => {
    await Promise.all(Array.from({ length: 90 }, () => api("/com/shop.json")));
    const other = await omniPair(simulators, "PHO02");
    expect((await api("/com/shop.json", other.access_token)).headers.get("x-haravan-api-call-limit")).toBe(
      "1/80",
    );
  });
});

describe("resources, with their oddities", () => {
  test("prices are JSON numbers printed with four decimals", async () => {
    expect((await api("/com/products.json?limit=5")).text).toMatch(/"price":\d+\.\d{4}[,}]/);
    expect((await api("/com/orders.json?limit=5")).text).toMatch(/"total_price":\d+\.\d{4}[,}]/);
  });

  test("both domains carry a scheme, one of them a slash too; image times have no zone, variant times have", async () => {
    const { shop: facts } = (await api("/com/shop.json")).json;
    expect([facts.myharavan_domain, facts.domain]).toEqual([`https://${shop}`, `https://${shop}/`]);
    const [product] = (await api("/com/products.json?limit=1")).json.products;
    expect(product.images[0].created_at).toMatch(/\d$/);
    expect(product.variants[0].created_at).toMatch(/Z$/);
  });

  test("orders at the counter have no customer, and country codes change their case", async () => {
    const { orders } = (await api("/com/orders.json?limit=50")).json;
    expect(orders.some(({ customer }: { customer: unknown }) => customer === null)).toBe(true);
    const web = orders.find(({ customer }: { customer: unknown }) => customer !== null);
    expect([web.billing_address.country_code, web.shipping_address.country_code]).toEqual(["vn", "VN"]);
  });

  test("pages by number and by since_id cover all, and stop at a short page; the count agrees", async () => {
    const { count } = (await api("/com/orders/count.json")).json;
    const byPage: number[] = [];
    for (let page = 1; ; page += 1) {
      const { orders } = (await api(`/com/orders.json?page=${page}&fields=id`)).json;
      byPage.push(...orders.map(({ id }: { id: number }) => id));
      if (orders.length < 50) break;
    }
    const since: number[] = [];
    for (let last = 0; ; last = since.at(-1) ?? 0) {
      const { orders } = (await api(`/com/orders.json?since_id=${last}&order=id asc&fields=id`)).json;
      since.push(...orders.map(({ id }: { id: number }) => id));
      if (orders.length < 50) break;
    }
    expect(byPage).toHaveLength(count);
    expect(since).toEqual(byPage.toReversed());
  });

  test.each(["orders", "products"])(
    "%s since an id come from that id on, so that no page skips any",
    async (name) => {
      const ids: number[] = [];
      for (let last = 0; ; last = ids.at(-1) ?? 0) {
        const { [name]: rows } = (await api(`/com/${name}.json?since_id=${last}&fields=id`)).json;
        ids.push(...rows.map(({ id }: { id: number }) => id));
        if (rows.length < 50) break;
      }
      expect(ids).toHaveLength((await api(`/com/${name}/count.json`)).json.count);
      expect(ids).toEqual(ids.toSorted((a, b) => a - b));
    },
  );

  test("changing a variant keeps what the change does not name", async () => {
    const [{ id, variants }] = (await api("/com/products.json?limit=1")).json.products;
    const url = `${simulators.haravan.url}/com/products/${id}.json`;
    const json = { product: { variants: [{ price: 9 }, { title: "Large", price: 12 }] } };
    const answer = await send(url, { method: "PUT", token: pair.access_token, json });
    const { updated_at: _, ...kept } = variants[0];
    expect(answer.json.product.variants[0]).toMatchObject({ ...kept, price: 9 });
    expect(answer.json.product.variants[1]).toMatchObject({
      title: "Large",
      price: 12,
      inventory_quantity: 0,
    });
  });

  test("a scope that is missing is 403, and writing implies reading", async () => {
    const login = ["openid", "profile", "email", "org", "userinfo", "grant_service"];
    const { access_token } = await omniPair(simulators, "CAFE01", [...login, "com.write_orders"]);
    expect((await api("/com/orders.json", access_token)).status).toBe(200);
    expect((await api("/com/products.json", access_token)).status).toBe(403);
  });

  test("errors come in the several shapes seen in the wild", async () => {
    const shapes = await Promise.all([
      api("/com/products.json?limit=51"),
      api("/com/products/1.json"),
      send(`${simulators.haravan.url}/com/products.json`, {
        token: pair.access_token,
        json: { product: {} },
      }),
      api("/com/shop.json", "unknown"),
      exchange({}),
    ]);
    expect(shapes.map(({ status, text }) => [status, text])).toEqual([
      [400, '{"errors":{"limit":"must be <= 50"}}'],
      [404, '{"errors":"Not Found"}'],
      [422, '{"errors":{"title":["can\'t be blank"]}}'],
      [401, "Unauthorized"],
      [422, '{"error":"Unprocessable Entity"}'],
    ]);
  });
});
