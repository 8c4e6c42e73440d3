/**
 * What becomes of an event: `PENDING` while the endpoint is asked for the first time, then `DELIVERED` (2xx) or `RETRYING`,
 * and after five retries `DEAD`. The body and its signature stay the same over all attempts.
 *
 * Assumed, as the vendor's page on payloads and signatures was not found: the times between the attempts, the body, and the
 * signature, which is the hexadecimal HMAC-SHA256 over the raw body with the subscription's secret, in `X-Meed-Signature`.
 *
 * @see https://www.meedeepos.com/developer/23-webhook-deliveries
 */
import { createHmac, randomUUID } from "node:crypto";
import type { components } from "@privage-addons/contracts/partner";
import type { Clock } from "../../clock/clock.ts";
import { callOut, type Heard, isReceived } from "../../outgoing/call-out.ts";

export type Delivery = {
  -readonly [Key in keyof components["schemas"]["Delivery"]]-?: components["schemas"]["Delivery"][Key];
};

export interface Subscription {
  /** The client id of the application it belongs to. */
  readonly owner: string;
  readonly secret: string;
  webhook: Required<components["schemas"]["Webhook"]>;
  /** Latest first. */
  readonly deliveries: Delivery[];
}

const TIMEOUT_MS = 3000;
const MINUTE_MS = 60_000;
/** How long after each failed attempt the next one comes. */
const RETRY_AFTER_MS = [1, 5, 30, 120, 720].map((minutes) => minutes * MINUTE_MS);

export interface Deliveries {
  /** Resolves after the first attempt; the retries come by the clock, as long as `isWanted`. */
  readonly send: (
    subscription: Subscription,
    eventType: string,
    data: unknown,
    isWanted: () => boolean,
  ) => Promise<Delivery>;
  /** One attempt, recorded, never repeated. */
  readonly ping: (subscription: Subscription) => Promise<Heard>;
}

export const createDeliveries = (clock: Clock): Deliveries => {
  const timestamp = (time: number) => new Date(time).toISOString();

  const open = ({ deliveries }: Subscription, event_type: string): Delivery => {
    const delivery: Delivery = {
      id: randomUUID(),
      event_type,
      status: "PENDING",
      attempts: 0,
      response_status: null,
      response_body: null,
      next_retry_at: null,
      created_at: timestamp(clock.now()),
    };
    deliveries.unshift(delivery);
    return delivery;
  };

  const attempt = async ({ webhook, secret }: Subscription, delivery: Delivery, body: string) => {
    const signature = createHmac("sha256", secret).update(body).digest("hex");
    const headers = { "content-type": "application/json", "x-meed-signature": signature };
    const heard = await callOut(webhook.endpoint_url, { method: "POST", headers, body }, TIMEOUT_MS);
    delivery.attempts += 1;
    delivery.response_status = heard.status;
    delivery.response_body = heard.text;
    delivery.next_retry_at = null;
    delivery.status = isReceived(heard) ? "DELIVERED" : "DEAD";
    return heard;
  };

  return {
    send: async (subscription, eventType, data, isWanted) => {
      const delivery = open(subscription, eventType);
      const body = JSON.stringify({
        id: delivery.id,
        event_type: eventType,
        created_at: delivery.created_at,
        data,
      });
      const tryAt = async (time: number): Promise<void> => {
        if (!isWanted()) return;
        await attempt(subscription, delivery, body);
        const wait = RETRY_AFTER_MS[delivery.attempts - 1];
        if (delivery.status === "DELIVERED" || wait === undefined) return;
        delivery.status = "RETRYING";
        delivery.next_retry_at = timestamp(time + wait);
        clock.at(time + wait, tryAt);
      };
      await tryAt(clock.now());
      return delivery;
    },
    ping: (subscription) => {
      const delivery = open(subscription, "ping");
      return attempt(subscription, delivery, JSON.stringify({ event_type: "ping" }));
    },
  };
};
