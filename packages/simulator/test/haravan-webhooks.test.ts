import { createHmac } from "node:crypto";
import { DEMO_CREDENTIALS, type RunningSimulators, startSimulators } from "@privage-addons/simulator";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { omniPair, send } from "./support/http.ts";
import { type Subscriber, startSubscriber } from "./support/subscriber.ts";

const NOW = Date.UTC(2026, 5, 15, 12);
let simulators: RunningSimulators;
let subscriber: Subscriber;
const { shop, clientSecret } = DEMO_CREDENTIALS.CAFE01.haravan;

beforeAll(async () => {
  simulators = await startSimulators({ now: () => NOW });
});
afterAll(() => simulators.close());
beforeEach(async () => {
  await send(`${simulators.haravan.url}/_sim/reset`, { method: "POST" });
  subscriber = await startSubscriber();
});
afterEach(() => subscriber.close());

const order = (json: object) =>
  send(`${simulators.haravan.url}/_sim/webhooks`, { json: { shop, url: subscriber.url, ...json } });
const deliveries = async () => (await send(`${simulators.haravan.url}/_sim/webhooks`)).json.deliveries;
const pass = (advanceSeconds: number) =>
  send(`${simulators.haravan.url}/_sim/clock`, { json: { advanceSeconds } });

test("a delivery is signed over the raw body, and says in its headers what it is about", async () => {
  expect((await order({ topic: "orders/create", test: true })).json).toEqual({
    delivered: true,
    status: 200,
  });
  const [seen] = subscriber.received;
  const signature = createHmac("sha256", clientSecret)
    .update(seen?.body ?? "")
    .digest("base64");
  expect(seen?.headers).toMatchObject({
    "x-haravan-hmacsha256": signature,
    "x-haravan-topic": "orders/create",
    "x-haravan-org-id": "200000244883",
    "x-haravan-test": "True",
  });
  const resource = JSON.parse(seen?.body ?? "");
  expect(resource).toHaveProperty("total_price");
  expect(seen?.headers["x-haravan-order-id"]).toBe(String(resource.id));
});

test("a redirect counts as failure and is not followed; so does no answer at all", async () => {
  subscriber.answer = () => ({ status: 302, location: subscriber.url });
  expect((await order({ topic: "shop/update" })).json).toEqual({ delivered: false, status: 302 });
  expect(subscriber.received).toHaveLength(1);
  subscriber.answer = () => undefined;
  expect((await order({ topic: "shop/update" })).json).toEqual({ delivered: false, status: null });
});

test("a callback address is verified by echoing the challenge for the right token", async () => {
  subscriber.answer = ({ url: { searchParams: query } }) =>
    query.get("hub.mode") === "subscribe" && query.get("hub.verify_token") === "right"
      ? { status: 200, body: query.get("hub.challenge") ?? "" }
      : { status: 401 };
  expect((await order({ verify_token: "right" })).json).toEqual({ verified: true, status: 200 });
  expect((await order({ verify_token: "wrong" })).json).toEqual({ verified: false, status: 401 });
});

test("nothing is ever sent beyond this machine", async () => {
  for (const url of ["https://desk.example/hook", "http://127.0.0.1.example/", "file:///etc/passwd", "x"]) {
    expect((await order({ url, topic: "shop/update" })).status).toBe(400);
  }
});

describe("what was not received comes again", () => {
  test("with the same body, until it is received, and not after that", async () => {
    subscriber.answer = () => ({ status: 503 });
    await order({ topic: "orders/create" });
    const [{ next_retry_at: next }] = await deliveries();
    expect(Date.parse(next)).toBeGreaterThan(NOW);
    expect(await deliveries()).toMatchObject([{ status: "retrying", attempts: 1, response_status: 503 }]);
    await pass((Date.parse(next) - NOW) / 1000 - 1);
    expect(subscriber.received).toHaveLength(1);
    subscriber.answer = () => ({ status: 200 });
    await pass(1);
    expect(await deliveries()).toMatchObject([{ status: "delivered", attempts: 2, next_retry_at: null }]);
    const [first, second] = subscriber.received;
    expect(second?.body).toBe(first?.body);
    expect(second?.headers["x-haravan-hmacsha256"]).toBe(first?.headers["x-haravan-hmacsha256"]);
    await pass(48 * 3600);
    expect(subscriber.received).toHaveLength(2);
  });

  test("19 times within 48 h; then the subscription is gone", async () => {
    const { access_token: token } = await omniPair(simulators);
    const subscriptions = () => send(`${simulators.haravan.url}/api/subscribe`, { token });
    await send(`${simulators.haravan.url}/api/subscribe`, { token, json: {} });
    subscriber.answer = () => ({ status: 500 });
    await order({ topic: "products/update" });
    await pass(48 * 3600 - 1);
    expect(subscriber.received).toHaveLength(19);
    expect((await subscriptions()).json).not.toEqual([]);
    await pass(1);
    expect(subscriber.received).toHaveLength(20);
    expect(await deliveries()).toMatchObject([{ status: "given up", attempts: 20, next_retry_at: null }]);
    expect((await subscriptions()).json).toEqual([]);
    await pass(7 * 24 * 3600);
    expect(subscriber.received).toHaveLength(20);
  });

  test("but not after a reset", async () => {
    subscriber.answer = () => ({ status: 500 });
    await order({ topic: "products/update" });
    await send(`${simulators.haravan.url}/_sim/reset`, { method: "POST" });
    await pass(48 * 3600);
    expect(subscriber.received).toHaveLength(1);
    expect(await deliveries()).toEqual([]);
  });
});
