/**
 * What Haravan sends to a subscriber:
 *
 * - verification: `GET {url}?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`; the subscriber echoes the challenge.
 * - delivery: `POST {url}` with the bare resource, signed over the raw body with the app's secret; what it is about stands
 *   in the headers. Only 2xx within 5 s counts, and redirects are not followed.
 *
 * On the real platform 19 retries follow within 48 h, then the subscription is gone. Here each delivery is one order, so
 * that a test decides about repeats. A simulator never calls beyond its own machine.
 *
 * @see https://docs.haravan.com/docs/tutorials/webhooks/connect-webhook
 */
import { createHmac, randomBytes } from "node:crypto";
import { type Answer, json } from "../server/answer.ts";
import { isLoopback } from "../server/loopback.ts";
import type { ControlRoute } from "../server/platform.ts";
import { showOrder } from "./orders.ts";
import { showProduct } from "./products.ts";
import type { Shop } from "./shops.ts";

const TIMEOUT_MS = 5000;

/** The resource a topic is about when the order names none: the shop's latest. */
const resourceOf = (shop: Shop, topic: string): object => {
  const latestOrder = shop.orders.at(-1);
  if (topic.startsWith("orders/") && latestOrder) return showOrder(latestOrder);
  const latestProduct = shop.products.at(-1);
  if (topic.startsWith("products/") && latestProduct) return showProduct(latestProduct);
  return shop.facts;
};

const RESOURCE_HEADERS: Readonly<Record<string, string>> = {
  orders: "X-Haravan-Order-Id",
  products: "X-Haravan-Product-Id",
  app_subscriptions: "X-Haravan-Subscription-Id",
};

const reach = async (url: string, init: RequestInit): Promise<{ status: number | null; text: string }> => {
  try {
    const response = await fetch(url, {
      ...init,
      redirect: "manual",
      signal: AbortSignal.timeout(TIMEOUT_MS),
    });
    return { status: response.status, text: (await response.text()).slice(0, 1000) };
  } catch {
    return { status: null, text: "" };
  }
};

const verify = async (url: string, verifyToken: string): Promise<Answer> => {
  const challenge = randomBytes(12).toString("hex");
  const target = new URL(url);
  target.searchParams.set("hub.mode", "subscribe");
  target.searchParams.set("hub.verify_token", verifyToken);
  target.searchParams.set("hub.challenge", challenge);
  const { status, text } = await reach(target.href, {});
  return json(200, { verified: status === 200 && text === challenge, status });
};

const deliver = async (
  shop: Shop,
  url: string,
  topic: string,
  given: unknown,
  isTest: boolean,
): Promise<Answer> => {
  const resource = typeof given === "object" && given !== null ? given : resourceOf(shop, topic);
  const body = JSON.stringify(resource);
  const idHeader = RESOURCE_HEADERS[topic.split("/")[0] ?? ""];
  const { status } = await reach(url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Haravan-Topic": topic,
      "X-Haravan-Org-Id": String(shop.facts.id),
      "X-Haravan-Hmacsha256": createHmac("sha256", shop.credentials.clientSecret)
        .update(body)
        .digest("base64"),
      ...(idHeader !== undefined && "id" in resource && { [idHeader]: String(resource.id) }),
      ...(isTest && { "X-Haravan-Test": "True" }),
    },
    body,
  });
  return json(200, { delivered: status !== null && status >= 200 && status < 300, status });
};

const USAGE =
  "Send {shop, url, topic, payload?, test?} to deliver, or {shop, url, verify_token} to verify; url on this machine.";

/** `POST /_sim/webhooks`: makes Haravan call a subscriber, once. */
export const createWebhookRoute =
  (shops: ReadonlyMap<string, Shop>): ControlRoute =>
  async ({ method, body }) => {
    if (method !== "POST") return json(405, { error: "Use POST." });
    const {
      shop: name,
      url,
      topic,
      payload,
      test,
      verify_token,
    } = (body ?? {}) as Readonly<Record<string, unknown>>;
    const shop = shops.get(String(name));
    if (!shop || typeof url !== "string" || !isLoopback(url))
      return json(400, { error: USAGE, known: [...shops.keys()] });
    if (typeof verify_token === "string") return verify(url, verify_token);
    if (typeof topic !== "string" || !/^[a-z_]+\/[a-z_]+$/.test(topic)) return json(400, { error: USAGE });
    return deliver(shop, url, topic, payload, test === true);
  };
