import document from "@privage-addons/contracts/openapi/haravan.gen.json" with { type: "json" };
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endpointsOf, type OpenApiDocument } from "../../src/contract/document.ts";
import { exchangeBody, omniPair, send } from "../support/http.ts";
import { type Case, walk } from "../support/walk.ts";

let simulators: RunningSimulators;
/** Re-read before every call: an exchange on the way kills the pair before. */
let token: string;
let refreshToken: string;
const { shop, clientId, clientSecret, legacyAccessToken } = DEMO_CREDENTIALS.CAFE01.haravan;

beforeAll(async () => {
  simulators = await startSimulators();
});
afterAll(() => simulators.close());

const api = (path: string, json?: unknown) => send(simulators.haravan.url + path, { token, json });
const productId = async () => (await api("/com/products.json?limit=1")).json.products[0].id as number;
const newOrderId = async () =>
  (await api("/com/orders.json", { order: { line_items: [{ quantity: 1, price: 5 }] } })).json.order
    .id as number;
const act = async (id: number, action: string) => void (await api(`/com/orders/${id}/${action}.json`, {}));

const list: Case = {
  good: () => ({ token, query: { limit: 2, since_id: 1, created_at_min: "2020-01-01T00:00:00Z" } }),
  bad: { 400: () => ({ token, query: { limit: 51 } }) },
};
const count: Case = { ...list, bad: { 400: () => ({ token, query: { created_at_min: "yesterday" } }) } };
const one = (idOf: () => Promise<number>, json?: unknown, extra: Case["bad"] = {}): Case => ({
  good: async () => ({ token, params: { id: await idOf() }, json }),
  bad: {
    400: () => ({ token, params: { id: "abc" }, json }),
    404: () => ({ token, params: { id: 1 }, json }),
    ...extra,
  },
});
const action = (name: string, firstName?: string): Case =>
  one(
    async () => {
      const id = await newOrderId();
      if (firstName) await act(id, firstName);
      return id;
    },
    name === "assign" ? { location_id: 8 } : undefined,
    {
      422: async () => {
        const id = await newOrderId();
        if (name !== "open") await act(id, name);
        return { token, params: { id } };
      },
    },
  );
const tags = (idOf: () => Promise<number>): Case =>
  one(
    idOf,
    { tags: "moi,gap" },
    {
      400: async () => ({ token, params: { id: await idOf() }, json: {} }),
      422: async () => ({ token, params: { id: await idOf() }, json: { tags: " ," } }),
    },
  );

const authorization = {
  response_type: "code",
  scope: "openid email",
  client_id: clientId,
  redirect_uri: "https://desk.example/callback",
};

const cases: Readonly<Record<string, Case>> = {
  exchangeToken: {
    good: () => ({ token: legacyAccessToken, json: exchangeBody("CAFE01") }),
    bad: { 422: () => ({ token: legacyAccessToken, json: exchangeBody("CAFE01", ["openid"]) }) },
  },
  issueToken: {
    good: () => ({
      form: {
        grant_type: "refresh_token",
        refresh_token: refreshToken,
        client_id: clientId,
        client_secret: clientSecret,
      },
    }),
    bad: {
      400: () => ({
        form: {
          grant_type: "refresh_token",
          refresh_token: "dead",
          client_id: clientId,
          client_secret: clientSecret,
        },
      }),
    },
  },
  authorizeApp: {
    good: () => ({ query: authorization }),
    bad: { 400: () => ({ query: { ...authorization, client_id: "unknown" } }) },
  },
  getOpenIdConfiguration: { good: () => ({}) },
  listSigningKeys: { good: () => ({}) },
  getShop: { good: () => ({ token }) },
  getWebShop: { good: () => ({ token }) },
  listAppSubscriptions: { good: () => ({ token }) },
  listProducts: list,
  countProducts: count,
  createProduct: {
    good: () => ({ token, json: { product: { title: "Cà phê", variants: [{ price: 600000, sku: "A" }] } } }),
    bad: { 400: () => ({ token, json: {} }), 422: () => ({ token, json: { product: {} } }) },
  },
  getProduct: one(productId),
  updateProduct: one(
    productId,
    { product: { title: "Trà" } },
    {
      422: async () => ({ token, params: { id: await productId() }, json: { product: {} } }),
    },
  ),
  deleteProduct: one(productId),
  addProductTags: tags(productId),
  removeProductTags: tags(productId),
  listOrders: list,
  countOrders: count,
  createOrder: {
    good: () => ({ token, json: { order: { line_items: [{ title: "Phở", quantity: 2, price: 65000 }] } } }),
    bad: { 400: () => ({ token, json: [] }), 422: () => ({ token, json: { order: {} } }) },
  },
  getOrder: one(newOrderId),
  updateOrder: one(
    newOrderId,
    { order: { note: "Giao sáng" } },
    {
      422: async () => ({ token, params: { id: await newOrderId() }, json: { order: {} } }),
    },
  ),
  confirmOrder: action("confirm"),
  closeOrder: action("close"),
  openOrder: action("open", "close"),
  cancelOrder: action("cancel"),
  assignOrder: {
    ...action("assign"),
    bad: {
      400: () => ({ token, params: { id: 7 }, json: {} }),
      404: () => ({ token, params: { id: 7 }, json: { location_id: 8 } }),
      422: async () => {
        const id = await newOrderId();
        await act(id, "cancel");
        return { token, params: { id }, json: { location_id: 8 } };
      },
    },
  },
  addOrderTags: tags(newOrderId),
  removeOrderTags: tags(newOrderId),
  listWebhookSubscriptions: { good: () => ({ token }) },
  subscribeWebhooks: {
    good: () => ({ token, json: {} }),
    bad: { 400: () => ({ token, json: [] }) },
  },
  unsubscribeWebhooks: { good: () => ({ token }) },
};

test("every status that the Haravan document names can be reached, and fits the document", async () => {
  const contract = document as OpenApiDocument;
  const visited = await walk({
    document: contract,
    baseOf: ({ path }) => simulators.haravan.url + (path.startsWith("/admin/") ? `/${shop}` : ""),
    control: simulators.haravan.url,
    cases,
    before: async () => {
      // The bucket must not overflow on the way; an hour empties it.
      await send(`${simulators.haravan.url}/_sim/clock`, { json: { advanceSeconds: 3600 } });
      const pair = await omniPair(simulators);
      token = pair.access_token;
      refreshToken = pair.refresh_token;
    },
    common: async (status, endpoint, good) => {
      if (status === 401) return { ...good, token: "unknown" };
      if (status !== 403) return undefined;
      const needed = endpoint.operation["x-scope"];
      if (needed === undefined) {
        // Which scope the storefront's shop needs is not known: only trouble leads here.
        await send(`${simulators.haravan.url}/_sim/faults`, { json: { fault: "status", status, times: 1 } });
        return good;
      }
      const login = ["openid", "profile", "email", "org", "userinfo", "grant_service"];
      return { ...good, token: (await omniPair(simulators, "CAFE01", login)).access_token };
    },
  });
  expect(endpointsOf(contract)).toHaveLength(31);
  expect(visited).toBeGreaterThan(130);
});
