import { randomBytes, randomUUID } from "node:crypto";
import type { components } from "@privage-addons/contracts/partner";
import type { Clock } from "../clock/clock.ts";
import { json } from "../server/answer.ts";
import { isLoopback } from "../server/loopback.ts";
import type { Application } from "./applications.ts";
import { notFound } from "./errors.ts";
import type { PartnerHandlers } from "./handlers.ts";
import { listPage, sequenceOf } from "./paging.ts";

type Schemas = components["schemas"];

interface Subscription {
  readonly owner: Application["clientId"];
  webhook: Required<Schemas["Webhook"]>;
  /** Latest first. */
  readonly deliveries: Required<Schemas["Delivery"]>[];
}

type WebhookHandlers = Pick<
  PartnerHandlers,
  | "listWebhooks"
  | "createWebhook"
  | "getWebhook"
  | "updateWebhook"
  | "deleteWebhook"
  | "listWebhookDeliveries"
  | "pingWebhook"
>;

const PING_TIMEOUT_MS = 3000;

/** Posts a ping; a simulator never calls beyond its own machine, so other hosts count as unreachable. */
const deliver = async (endpointUrl: string): Promise<{ status: number | null; body: string | null }> => {
  if (!isLoopback(endpointUrl)) return { status: null, body: null };
  try {
    const response = await fetch(endpointUrl, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ event_type: "ping" }),
      redirect: "manual",
      signal: AbortSignal.timeout(PING_TIMEOUT_MS),
    });
    return { status: response.status, body: (await response.text()).slice(0, 1000) };
  } catch {
    return { status: null, body: null };
  }
};

export const createWebhooks = (
  clock: Clock,
): { readonly handlers: WebhookHandlers; readonly reset: () => void } => {
  let subscriptions: Subscription[] = [];
  const now = () => new Date(clock.now()).toISOString();
  const find = ({ clientId }: Application, id: string) =>
    subscriptions.find(({ owner, webhook }) => owner === clientId && webhook.id === id.toLowerCase());

  return {
    reset: () => {
      subscriptions = [];
    },
    handlers: {
      listWebhooks: ({ query, caller }) => {
        const own = subscriptions
          .filter(({ owner }) => owner === caller.clientId)
          .map(({ webhook }) => webhook);
        return listPage(sequenceOf(own.toReversed()), query);
      },
      createWebhook: ({ body, caller }) => {
        const webhook = {
          id: randomUUID(),
          endpoint_url: body.endpoint_url,
          event_types: body.event_types,
          is_active: true,
          created_at: now(),
        };
        subscriptions.push({ owner: caller.clientId, webhook, deliveries: [] });
        return json(201, { data: { ...webhook, secret: randomBytes(32).toString("hex") } });
      },
      getWebhook: ({ params, caller }) => {
        const found = find(caller, params.id);
        return found ? json(200, { data: found.webhook }) : notFound();
      },
      updateWebhook: ({ params, body, caller }) => {
        const found = find(caller, params.id);
        if (!found) return notFound();
        const { endpoint_url, event_types, is_active } = { ...found.webhook, ...body };
        found.webhook = { ...found.webhook, endpoint_url, event_types, is_active };
        return json(200, { data: found.webhook });
      },
      deleteWebhook: ({ params, caller }) => {
        const found = find(caller, params.id);
        if (!found) return notFound();
        subscriptions = subscriptions.filter((other) => other !== found);
        return { status: 204 };
      },
      listWebhookDeliveries: ({ params, query, caller }) => {
        const found = find(caller, params.id);
        if (!found) return notFound();
        return listPage(sequenceOf(found.deliveries), query, {
          keep: ({ status, event_type }) =>
            (query.status === undefined || status === query.status) &&
            (query.event_type === undefined || event_type === query.event_type),
        });
      },
      pingWebhook: async ({ params, caller }) => {
        const found = find(caller, params.id);
        if (!found) return notFound();
        const { status, body } = await deliver(found.webhook.endpoint_url);
        const delivered = status !== null && status >= 200 && status < 300;
        found.deliveries.unshift({
          id: randomUUID(),
          event_type: "ping",
          status: delivered ? "DELIVERED" : "DEAD",
          attempts: 1,
          response_status: status,
          response_body: body,
          next_retry_at: null,
          created_at: now(),
        });
        return json(200, {
          data: { webhook_id: found.webhook.id, delivered, response_status: status, response_body: body },
        });
      },
    },
  };
};
