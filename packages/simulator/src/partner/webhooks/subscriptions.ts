import { randomBytes, randomUUID } from "node:crypto";
import type { Clock } from "../../clock/clock.ts";
import { isReceived } from "../../outgoing/call-out.ts";
import { json } from "../../server/answer.ts";
import type { Application } from "../applications.ts";
import { notFound } from "../errors.ts";
import type { PartnerHandlers } from "../handlers.ts";
import { listPage, sequenceOf } from "../paging.ts";
import { createDeliveries, type Delivery, type Subscription } from "./deliveries.ts";

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

export interface Webhooks {
  readonly handlers: WebhookHandlers;
  /** Something has happened at an application's business: every active subscription to that is told. */
  readonly raise: (clientId: string, eventType: string, data: unknown) => Promise<readonly Delivery[]>;
  readonly reset: () => void;
}

export const createWebhooks = (clock: Clock): Webhooks => {
  const deliveries = createDeliveries(clock);
  let subscriptions: Subscription[] = [];
  const find = ({ clientId }: Application, id: string) =>
    subscriptions.find(({ owner, webhook }) => owner === clientId && webhook.id === id.toLowerCase());

  return {
    raise: (clientId, eventType, data) =>
      Promise.all(
        subscriptions
          .filter(
            ({ owner, webhook }) =>
              owner === clientId && webhook.is_active && webhook.event_types.includes(eventType),
          )
          .map((one) => deliveries.send(one, eventType, data, () => subscriptions.includes(one))),
      ),
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
        const secret = randomBytes(32).toString("hex");
        const webhook = {
          id: randomUUID(),
          endpoint_url: body.endpoint_url,
          event_types: body.event_types,
          is_active: true,
          created_at: new Date(clock.now()).toISOString(),
        };
        subscriptions.push({ owner: caller.clientId, secret, webhook, deliveries: [] });
        return json(201, { data: { ...webhook, secret } });
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
        const heard = await deliveries.ping(found);
        return json(200, {
          data: {
            webhook_id: found.webhook.id,
            delivered: isReceived(heard),
            response_status: heard.status,
            response_body: heard.text,
          },
        });
      },
    },
  };
};
