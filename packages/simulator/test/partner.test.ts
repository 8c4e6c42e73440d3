import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { partnerBase, partnerToken, type Reply, send } from "./support/http.ts";

/** The simulators' clock stands still, so that a test which runs over midnight sees the same days. */
const NOW = Date.UTC(2026, 5, 15, 12);
let simulators: RunningSimulators;
let token: string;
const { clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.partner;
beforeAll(async () => {
  simulators = await startSimulators({ now: () => NOW });
});
afterAll(() => simulators.close());
beforeEach(async () => {
  await send(`${simulators.partner.url}/_sim/reset`, { method: "POST" });
  token = await partnerToken(simulators);
});

const api = (path: string, json?: unknown) => send(partnerBase(simulators) + path, { token, json });
const applications = (json?: object) => send(`${simulators.partner.url}/_sim/applications`, json && { json });
const change = (json: object) => applications({ client_id: clientId, ...json });
const dayBefore = (days: number) => new Date(NOW - days * 86_400_000).toISOString().slice(0, 10);

describe("tokens", () => {
  const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
  const ask = (sent: object) => send(`${partnerBase(simulators)}/oauth/token`, sent);

  test("form encoding works, and nothing but form encoding", async () => {
    const answer = await ask({ form });
    expect(answer.json).toEqual({ access_token: expect.any(String), token_type: "Bearer", expires_in: 3600 });
    const refused = await ask({ json: form });
    expect(refused.status).toBe(400);
    expect(refused.json).toEqual({
      error: "invalid_request",
      message:
        'grant_type, client_id, and client_secret are required and grant_type must be "client_credentials"',
    });
  });

  test("another grant type is invalid_request, not RFC 6749's unsupported_grant_type", async () => {
    expect((await ask({ form: { ...form, grant_type: "refresh_token" } })).json.error).toBe(
      "invalid_request",
    );
  });

  test("a wrong pair and a suspended application share invalid_client; only the message differs", async () => {
    const wrong = await ask({ form: { ...form, client_secret: "0" } });
    await change({ status: "suspended" });
    const suspended = await ask({ form });
    expect([wrong.status, suspended.status]).toEqual([401, 401]);
    expect([wrong.json.error, suspended.json.error]).toEqual(["invalid_client", "invalid_client"]);
    expect(wrong.json.message).toBe("Invalid client_id or client_secret");
    expect(suspended.json.message).toBe("API application is suspended or revoked");
  });

  test("a token dies in mid-life when tokens are revoked or the application is suspended; a new one helps or not", async () => {
    await change({ revoke_tokens: true });
    expect(await api("/sales")).toMatchObject({ status: 401, json: { error: "invalid_token" } });
    token = await partnerToken(simulators);
    expect((await api("/sales")).status).toBe(200);
    await change({ status: "suspended" });
    expect((await api("/sales")).status).toBe(401);
  });

  test("a token lives an hour", async () => {
    const pass = (advanceSeconds: number) =>
      send(`${simulators.partner.url}/_sim/clock`, { json: { advanceSeconds } });
    await pass(3590);
    expect((await api("/products")).status).toBe(200);
    await pass(11);
    expect((await api("/products")).json.error).toBe("invalid_token");
  });
});

describe("/sales", () => {
  test("pages by opaque cursor until has_more is false, without gaps or repeats, latest first", async () => {
    const ids: string[] = [];
    const times: string[] = [];
    let cursor = "";
    for (;;) {
      const { data, pagination } = (await api(`/sales?limit=17${cursor && `&cursor=${cursor}`}`)).json;
      ids.push(...data.map(({ id }: { id: string }) => id));
      times.push(...data.map(({ created_at }: { created_at: string }) => created_at));
      if (!pagination.has_more) {
        expect(pagination.next_cursor).toBeNull();
        break;
      }
      cursor = pagination.next_cursor;
    }
    expect(ids.length).toBeGreaterThan(100);
    expect(new Set(ids).size).toBe(ids.length);
    expect(times).toEqual(times.toSorted().toReversed());
    const all = (await api("/sales?limit=200")).json.data.map(({ id }: { id: string }) => id);
    expect(ids.slice(0, all.length)).toEqual(all);
  });

  test("a `from` more than 30 days back is refused, and so is a longer range", async () => {
    expect((await api(`/sales?from=${dayBefore(30)}&to=${dayBefore(0)}`)).status).toBe(200);
    const old = await api(`/sales?from=${dayBefore(31)}&to=${dayBefore(20)}`);
    expect(old).toMatchObject({
      status: 400,
      json: { error: "invalid_request", details: [{ field: "from" }] },
    });
    expect((await api(`/sales?from=${dayBefore(10)}&to=${dayBefore(-25)}`)).json.details[0].field).toBe("to");
  });

  test("only an older `to` fails too, for its default `from` is too old", async () => {
    expect((await api(`/sales?to=${dayBefore(5)}`)).status).toBe(400);
  });

  test("rows lie within the days asked for", async () => {
    const { data } = (await api(`/sales?limit=200&from=${dayBefore(9)}&to=${dayBefore(8)}`)).json;
    expect(data.length).toBeGreaterThan(0);
    for (const { order_date } of data) expect([dayBefore(9), dayBefore(8)]).toContain(order_date);
  });

  test("money is a decimal string, with more digits than a double holds, and the lines add up to the sale", async () => {
    const { data } = (await api("/sales?limit=50")).json;
    expect(data.some(({ subtotal }: { subtotal: string }) => /\.\d{16}$/.test(subtotal))).toBe(true);
    const hundredths = (text: string) => Math.round(Number(text) * 100_000);
    for (const sale of data.slice(0, 10)) {
      const lines = (await api(`/sales/${sale.id}/items`)).json;
      expect(Object.keys(lines)).toEqual(["data"]);
      const sum = lines.data.reduce(
        (total: number, line: { line_total: string }) => total + hundredths(line.line_total),
        0,
      );
      expect(sum).toBe(hundredths(sale.total));
    }
  });
});

describe("branches and scopes", () => {
  test("branch_id may repeat, and meets what the application may see", async () => {
    const [first, second, hidden] = (await applications()).json.applications[0].known_branches;
    const branchesOf = async (query: string) =>
      new Set(
        (await api(`/sales?limit=200&${query}`)).json.data.map(
          (sale: { branch_id: string }) => sale.branch_id,
        ),
      );
    expect(await branchesOf("")).toEqual(new Set([first.id, second.id]));
    expect(await branchesOf(`branch_id=${first.id}&branch_id=${hidden.id}`)).toEqual(new Set([first.id]));
    expect(await branchesOf(`branch_id=${hidden.id}`)).toEqual(new Set());
    expect((await api(`/reports/sales-summary?branch_id=${hidden.id}`)).status).toBe(404);
  });

  test("a sale of a branch out of reach looks like one that does not exist", async () => {
    const [first, second] = (await applications()).json.applications[0].known_branches;
    const sale = (await api(`/sales?limit=1&branch_id=${first.id}`)).json.data[0];
    await change({ branch_ids: [second.id] });
    expect((await api(`/sales/${sale.id}/items`)).status).toBe(404);
  });

  test("personal keys are absent, not null, without their scope; and cannot be searched either", async () => {
    const personal = [
      "phone",
      "email",
      "date_of_birth",
      "address",
      "city",
      "state",
      "postal_code",
      "country",
      "tax_id",
    ];
    const [full] = (await api("/customers?limit=1")).json.data;
    expect(Object.keys(full)).toEqual(expect.arrayContaining(personal));
    token = await partnerToken(simulators, "PHO02");
    const [bare] = (await api("/customers?limit=1")).json.data;
    for (const key of personal) expect(bare).not.toHaveProperty(key);
    expect((await api("/customers?q=@example.com")).json.data).toEqual([]);
  });

  test("a missing scope is 403, and taking one away works at once", async () => {
    await change({ scopes: ["read:sales"] });
    expect((await api("/sales")).status).toBe(200);
    expect(await api("/products")).toMatchObject({ status: 403, json: { error: "insufficient_scope" } });
  });
});

test("sales-summary without dates is all-time, with null for both, and its average has 16 decimals", async () => {
  const [{ id }] = (await applications()).json.applications[0].known_branches;
  const { data } = (await api(`/reports/sales-summary?branch_id=${id}`)).json;
  expect(data).toMatchObject({ from: null, to: null, total_orders: expect.any(Number) });
  expect(data.average_order_value).toMatch(/^\d+\.\d{16}$/);
});

test("rows made in the same millisecond are paged without gaps; a cursor made up by hand is refused", async () => {
  const create = (number: number) =>
    api("/webhooks", { endpoint_url: `http://127.0.0.1:9/${number}`, event_types: ["sale.created"] });
  for (const number of [1, 2, 3, 4, 5]) expect((await create(number)).status).toBe(201);
  const seen: string[] = [];
  let cursor: string | null = "";
  while (cursor !== null) {
    const page: Reply = await api(`/webhooks?limit=2${cursor && `&cursor=${cursor}`}`);
    const { data, pagination } = page.json;
    seen.push(...data.map(({ endpoint_url }: { endpoint_url: string }) => endpoint_url.slice(-1)));
    cursor = pagination.next_cursor;
  }
  expect(seen).toEqual(["5", "4", "3", "2", "1"]);
  for (const made of [{ c: 5, i: "00000000" }, { c: "2026-06-14T12:39:36.056Z", i: null }, {}, null]) {
    const text = Buffer.from(JSON.stringify(made)).toString("base64url");
    expect((await api(`/webhooks?cursor=${text}`)).json).toMatchObject({ error: "invalid_request" });
  }
});
