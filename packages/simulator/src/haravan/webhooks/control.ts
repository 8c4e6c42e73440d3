import { randomBytes } from "node:crypto";
import { callOut, isReceived } from "../../outgoing/call-out.ts";
import { isLoopback } from "../../outgoing/loopback.ts";
import { type Answer, json } from "../../server/answer.ts";
import type { ControlRoute } from "../../server/platform.ts";
import type { Shop } from "../shops.ts";
import { type Deliveries, SUBSCRIBER_TIMEOUT_MS } from "./deliveries.ts";

/** `GET {url}?hub.mode=subscribe&hub.verify_token=…&hub.challenge=…`; the subscriber echoes the challenge. */
const verify = async (url: string, verifyToken: string): Promise<Answer> => {
  const challenge = randomBytes(12).toString("hex");
  const target = new URL(url);
  target.searchParams.set("hub.mode", "subscribe");
  target.searchParams.set("hub.verify_token", verifyToken);
  target.searchParams.set("hub.challenge", challenge);
  const { status, text } = await callOut(target.href, {}, SUBSCRIBER_TIMEOUT_MS);
  return json(200, { verified: status === 200 && text === challenge, status });
};

const USAGE =
  "Send {shop, url, topic, payload?, test?} to deliver, or {shop, url, verify_token} to verify; url on this machine.";

/** `/_sim/webhooks`: POST makes Haravan call a subscriber, GET tells what became of it. */
export const createWebhookRoute =
  (shops: ReadonlyMap<string, Shop>, deliveries: Deliveries): ControlRoute =>
  async ({ method, body }) => {
    if (method === "GET") return json(200, { deliveries: deliveries.list() });
    if (method !== "POST") return json(405, { error: "Use GET or POST." });
    const sent = (body ?? {}) as Readonly<Record<string, unknown>>;
    const { shop: name, url, topic, payload, test, verify_token } = sent;
    const shop = shops.get(String(name));
    if (!shop || typeof url !== "string" || !isLoopback(url))
      return json(400, { error: USAGE, known: [...shops.keys()] });
    if (typeof verify_token === "string") return verify(url, verify_token);
    if (typeof topic !== "string" || !/^[a-z_]+\/[a-z_]+$/.test(topic)) return json(400, { error: USAGE });
    const given = typeof payload === "object" && payload !== null ? payload : undefined;
    const heard = await deliveries.send({ shop, url, topic, payload: given, isTest: test === true });
    return json(200, { delivered: isReceived(heard), status: heard.status });
  };
