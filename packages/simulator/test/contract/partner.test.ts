import { randomUUID } from "node:crypto";
import document from "@privage-addons/contracts/openapi/partner.gen.json" with { type: "json" };
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, beforeAll, expect, test } from "vitest";
import { endpointsOf, type OpenApiDocument } from "../../src/contract/document.ts";
import { partnerBase, partnerToken, send } from "../support/http.ts";
import { type Case, walk } from "../support/walk.ts";

let simulators: RunningSimulators;
let token: string;
const { clientId, clientSecret } = DEMO_CREDENTIALS.CAFE01.partner;

beforeAll(async () => {
  simulators = await startSimulators();
  token = await partnerToken(simulators);
});
afterAll(() => simulators.close());

const api = (path: string, json?: unknown) => send(partnerBase(simulators) + path, { token, json });
const firstId = async (path: string) => (await api(`${path}?limit=1`)).json.data[0].id as string;
const branch = async () => {
  const { json } = await send(`${simulators.partner.url}/_sim/applications`);
  return json.applications[0].known_branches[0] as { id: string; warehouse_id: string };
};
const webhook = async () =>
  (await api("/webhooks", { endpoint_url: "https://desk.example/hook", event_types: ["sale.created"] })).json
    .data.id;

const list: Case = {
  good: () => ({ token, query: { limit: 2 } }),
  bad: { 400: () => ({ token, query: { limit: 201 } }) },
};
const below = (idOf: () => Promise<string>): Case => ({
  good: async () => ({ token, params: { id: await idOf() } }),
  bad: {
    400: () => ({ token, params: { id: "not-a-uuid" } }),
    404: () => ({ token, params: { id: randomUUID() } }),
  },
});

const cases: Readonly<Record<string, Case>> = {
  issueToken: {
    good: () => ({
      form: { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret },
    }),
    bad: {
      400: () => ({ form: { grant_type: "password", client_id: clientId, client_secret: clientSecret } }),
      401: () => ({
        form: { grant_type: "client_credentials", client_id: clientId, client_secret: "wrong" },
      }),
    },
  },
  listSales: { ...list, bad: { 400: () => ({ token, query: { from: "2020-01-01", to: "2020-01-02" } }) } },
  listSaleItems: below(() => firstId("/sales")),
  listProducts: list,
  listInventory: list,
  listInventoryMovements: list,
  listPurchaseOrders: { ...list, bad: { 400: () => ({ token, query: { status: "LOST" } }) } },
  listPurchaseOrderItems: below(() => firstId("/purchase-orders")),
  listSuppliers: list,
  listCustomers: { ...list, bad: { 400: () => ({ token, query: { q: "x".repeat(256) } }) } },
  getSalesSummary: {
    good: async () => ({ token, query: { branch_id: (await branch()).id } }),
    bad: { 400: () => ({ token }), 404: () => ({ token, query: { branch_id: randomUUID() } }) },
  },
  getInventorySummary: {
    good: async () => ({ token, query: { warehouse_id: (await branch()).warehouse_id } }),
    bad: { 400: () => ({ token }), 404: () => ({ token, query: { warehouse_id: randomUUID() } }) },
  },
  listWebhooks: list,
  createWebhook: {
    good: () => ({
      token,
      json: { endpoint_url: "https://desk.example/hook", event_types: ["sale.created"] },
    }),
    bad: { 400: () => ({ token, json: { endpoint_url: "no address" } }) },
  },
  getWebhook: below(webhook),
  updateWebhook: {
    good: async () => ({ token, params: { id: await webhook() }, json: { is_active: false } }),
    bad: {
      400: async () => ({ token, params: { id: await webhook() }, json: {} }),
      404: () => ({ token, params: { id: randomUUID() }, json: { is_active: false } }),
    },
  },
  deleteWebhook: below(webhook),
  listWebhookDeliveries: below(webhook),
  pingWebhook: below(webhook),
};

test("every status that the Partner document names can be reached, and fits the document", async () => {
  const contract = document as OpenApiDocument;
  const control = `${simulators.partner.url}/_sim/applications`;
  const all = (await send(control)).json.applications[0].scopes as string[];
  const visited = await walk({
    document: contract,
    baseOf: () => partnerBase(simulators),
    control: simulators.partner.url,
    cases,
    before: async () => {
      await send(control, { json: { client_id: clientId, scopes: all } });
    },
    common: async (status, endpoint, good) => {
      if (status === 401) return { ...good, token: "not.a.token" };
      if (status !== 403) return undefined;
      const scopes = all.filter((scope) => scope !== endpoint.operation["x-scope"]);
      await send(control, { json: { client_id: clientId, scopes } });
      return good;
    },
  });
  expect(endpointsOf(contract)).toHaveLength(19);
  expect(visited).toBeGreaterThan(90);
});
