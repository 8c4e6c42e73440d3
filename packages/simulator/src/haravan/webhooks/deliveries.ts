/**
 * What Haravan sends to a subscriber: `POST {url}` with the bare resource, signed over the raw body with the app's secret;
 * what it is about stands in the headers. Only 2xx within 5 s counts, and redirects are not followed. After a failure 19
 * retries follow within 48 h, then the subscription is gone. How they lie in those 48 h is not documented: here close
 * together at first, and the last at the end.
 *
 * @see https://docs.haravan.com/docs/tutorials/webhooks/connect-webhook
 */
import { createHmac } from "node:crypto";
import type { Clock } from "../../clock/clock.ts";
import { callOut, type Heard, isReceived } from "../../outgoing/call-out.ts";
import { showOrder } from "../orders.ts";
import { showProduct } from "../products.ts";
import type { Shop } from "../shops.ts";

export const SUBSCRIBER_TIMEOUT_MS = 5000;
const RETRIES = 19;
const RETRY_WINDOW_MS = 48 * 3600_000;

/** What is to be sent; the shop's latest resource of the topic when no payload is given. */
export interface Event {
  readonly shop: Shop;
  readonly url: string;
  /** E.g. `orders/create`. */
  readonly topic: string;
  readonly payload?: object | undefined;
  readonly isTest: boolean;
}

/** How far a delivery has come. */
export interface Delivery {
  readonly shop: string;
  readonly url: string;
  readonly topic: string;
  status: "sending" | "delivered" | "retrying" | "given up";
  attempts: number;
  /** Of the last attempt; null when nothing was answered in time. */
  response_status: number | null;
  next_retry_at: string | null;
}

const RESOURCE_HEADERS: Readonly<Record<string, string>> = {
  orders: "X-Haravan-Order-Id",
  products: "X-Haravan-Product-Id",
  app_subscriptions: "X-Haravan-Subscription-Id",
};

const resourceOf = ({ shop, topic, payload }: Event): object => {
  if (payload) return payload;
  const latestOrder = shop.orders.at(-1);
  if (topic.startsWith("orders/") && latestOrder) return showOrder(latestOrder);
  const latestProduct = shop.products.at(-1);
  if (topic.startsWith("products/") && latestProduct) return showProduct(latestProduct);
  return shop.facts;
};

const requestOf = (event: Event): RequestInit => {
  const { shop, topic, isTest } = event;
  const resource = resourceOf(event);
  const body = JSON.stringify(resource);
  const idHeader = RESOURCE_HEADERS[topic.split("/")[0] ?? ""];
  const signature = createHmac("sha256", shop.credentials.clientSecret).update(body).digest("base64");
  return {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      "X-Haravan-Topic": topic,
      "X-Haravan-Org-Id": String(shop.facts.id),
      "X-Haravan-Hmacsha256": signature,
      ...(idHeader !== undefined && "id" in resource && { [idHeader]: String(resource.id) }),
      ...(isTest && { "X-Haravan-Test": "True" }),
    },
    body,
  };
};

export interface Deliveries {
  /** Resolves after the first attempt with what was heard; the retries come by the clock. */
  readonly send: (event: Event) => Promise<Heard>;
  /** Latest first. */
  readonly list: () => readonly Delivery[];
  readonly reset: () => void;
}

export const createDeliveries = (clock: Clock): Deliveries => {
  let deliveries: Delivery[] = [];
  return {
    list: () => deliveries,
    reset: () => {
      deliveries = [];
    },
    send: async (event) => {
      const { shop, url, topic } = event;
      const request = requestOf(event);
      const firstAt = clock.now();
      const delivery: Delivery = {
        shop: shop.domain,
        url,
        topic,
        status: "sending",
        attempts: 0,
        response_status: null,
        next_retry_at: null,
      };
      deliveries = [delivery, ...deliveries];
      const attempt = async (): Promise<Heard> => {
        const heard = await callOut(url, request, SUBSCRIBER_TIMEOUT_MS);
        delivery.attempts += 1;
        delivery.response_status = heard.status;
        delivery.next_retry_at = null;
        if (isReceived(heard)) delivery.status = "delivered";
        else if (delivery.attempts > RETRIES) {
          delivery.status = "given up";
          shop.isSubscribed = false;
        } else {
          delivery.status = "retrying";
          const next = firstAt + Math.round(RETRY_WINDOW_MS * (delivery.attempts / RETRIES) ** 2);
          delivery.next_retry_at = new Date(next).toISOString();
          clock.at(next, async () => void (await attempt()));
        }
        return heard;
      };
      return attempt();
    },
  };
};
