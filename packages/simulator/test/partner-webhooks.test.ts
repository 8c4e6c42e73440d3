import { createHmac } from "node:crypto";
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { partnerBase, partnerToken, send } from "./support/http.ts";
import { type Subscriber, startSubscriber } from "./support/subscriber.ts";

const NOW = Date.UTC(2026, 5, 15, 12);
let simulators: RunningSimulators;
let subscriber: Subscriber;
let token: string;
const { clientId } = DEMO_CREDENTIALS.CAFE01.partner;

beforeAll(async () => {
  simulators = await startSimulators({ now: () => NOW });
});
afterAll(() => simulators.close());
beforeEach(async () => {
  await send(`${simulators.partner.url}/_sim/reset`, { method: "POST" });
  token = await partnerToken(simulators);
  subscriber = await startSubscriber();
});
afterEach(() => subscriber.close());

const api = (path: string, json?: unknown, method?: string) =>
  send(partnerBase(simulators) + path, { token, json, method });
const subscribe = async (event_types: readonly string[] = ["sale.created"]) =>
  (await api("/webhooks", { endpoint_url: subscriber.url, event_types })).json.data;
const raise = (json: object = {}) =>
  send(`${simulators.partner.url}/_sim/events`, {
    json: { client_id: clientId, event_type: "sale.created", data: { id: 7 }, ...json },
  });
const deliveriesOf = async (id: string, query = "") => {
  token = await partnerToken(simulators);
  return (await api(`/webhooks/${id}/deliveries${query}`)).json.data;
};
const pass = (advanceSeconds: number) =>
  send(`${simulators.partner.url}/_sim/clock`, { json: { advanceSeconds } });

test("a webhook's secret is shown once, and signs what is sent", async () => {
  const created = await subscribe();
  expect(created.secret).toMatch(/^[0-9a-f]{64}$/);
  expect((await api(`/webhooks/${created.id}`)).json.data).not.toHaveProperty("secret");
  await raise();
  const [seen] = subscriber.received;
  const signature = createHmac("sha256", created.secret)
    .update(seen?.body ?? "")
    .digest("hex");
  expect(seen?.headers["x-meed-signature"]).toBe(signature);
  expect(JSON.parse(seen?.body ?? "")).toMatchObject({ event_type: "sale.created", data: { id: 7 } });
});

test("an event reaches the active subscriptions to its type, of its application alone", async () => {
  await subscribe(["sale.refunded"]);
  const paused = await subscribe();
  await api(`/webhooks/${paused.id}`, { is_active: false }, "PATCH");
  const wanted = await subscribe(["sale.refunded", "sale.created"]);
  const { deliveries } = (await raise()).json;
  expect(deliveries).toHaveLength(1);
  expect(await deliveriesOf(wanted.id)).toEqual(deliveries);
  await raise({ client_id: DEMO_CREDENTIALS.PHO02.partner.clientId });
  expect(subscriber.received).toHaveLength(1);
  expect((await raise({ client_id: "nobody" })).status).toBe(400);
});

test("a ping is delivered and recorded, and never repeated", async () => {
  const { id } = await subscribe();
  const ping = () => api(`/webhooks/${id}/ping`, undefined, "POST");
  subscriber.answer = () => ({ status: 200, body: "ok" });
  expect((await ping()).json.data).toEqual({
    webhook_id: id,
    delivered: true,
    response_status: 200,
    response_body: "ok",
  });
  subscriber.answer = () => undefined;
  expect(await ping()).toMatchObject({ status: 200, json: { data: { delivered: false } } });
  const states = (await deliveriesOf(id)).map(({ status }: { status: string }) => status);
  expect(states).toEqual(["DEAD", "DELIVERED"]);
  await pass(24 * 3600);
  expect(subscriber.received).toHaveLength(2);
});

describe("a delivery", () => {
  test("is PENDING while the endpoint thinks, and DELIVERED when it says 2xx", async () => {
    const { id } = await subscribe();
    let isAsked = () => {};
    let letGo = () => {};
    const asked = new Promise<void>((resolve) => {
      isAsked = resolve;
    });
    const free = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    subscriber.answer = async () => {
      isAsked();
      await free;
      return { status: 204 };
    };
    const raised = raise();
    await asked;
    const pending = await deliveriesOf(id);
    letGo();
    await raised;
    expect(pending).toMatchObject([{ status: "PENDING", attempts: 0, response_status: null }]);
    expect(await deliveriesOf(id)).toMatchObject([
      { status: "DELIVERED", attempts: 1, response_status: 204 },
    ]);
  });

  test("is RETRYING after a failure, and comes again with the same bytes when its time has come", async () => {
    const { id } = await subscribe();
    subscriber.answer = () => ({ status: 500, body: "busy" });
    await raise();
    const [delivery] = await deliveriesOf(id, "?status=RETRYING");
    expect(delivery).toMatchObject({ attempts: 1, response_status: 500, response_body: "busy" });
    const waitSeconds = (Date.parse(delivery.next_retry_at) - NOW) / 1000;
    await pass(waitSeconds - 1);
    expect(subscriber.received).toHaveLength(1);
    subscriber.answer = () => ({ status: 200 });
    await pass(1);
    expect(await deliveriesOf(id)).toMatchObject([{ status: "DELIVERED", attempts: 2, next_retry_at: null }]);
    expect(subscriber.received[1]?.body).toBe(subscriber.received[0]?.body);
  });

  test("is DEAD after five retries", async () => {
    const { id } = await subscribe();
    subscriber.answer = () => ({ status: 500 });
    await raise();
    for (let retry = 1; retry <= 5; retry += 1) {
      const [{ status, next_retry_at, attempts }] = await deliveriesOf(id);
      expect({ status, attempts }).toEqual({ status: "RETRYING", attempts: retry });
      const now = Date.parse((await send(`${simulators.partner.url}/_sim/clock`)).json.now);
      await pass((Date.parse(next_retry_at) - now) / 1000);
    }
    expect(await deliveriesOf(id)).toMatchObject([{ status: "DEAD", attempts: 6, next_retry_at: null }]);
    await pass(30 * 24 * 3600);
    expect(subscriber.received).toHaveLength(6);
  });

  test("is not tried again once its webhook is deleted", async () => {
    const { id } = await subscribe();
    subscriber.answer = () => ({ status: 500 });
    await raise();
    expect((await api(`/webhooks/${id}`, undefined, "DELETE")).status).toBe(204);
    await pass(24 * 3600);
    expect(subscriber.received).toHaveLength(1);
  });
});
