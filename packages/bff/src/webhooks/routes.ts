/**
 * Events from the platforms: verified over the raw body, stored once, answered in time; read by the add-on as a feed.
 *
 *   GET  /webhooks/haravan             handshake: the challenge comes back if the verify token is ours
 *   POST /webhooks/haravan             signed with the app's secret; the shop is known by its org id
 *   POST /webhooks/partner/{business}  signed with the subscription's secret, in the configured scheme
 *   GET  /webhooks?after=&limit=       the caller's own events in order
 */
import { createHash } from "node:crypto";
import { AddOnError } from "@privage-addons/contracts";
import type { FastifyInstance, FastifyRequest } from "fastify";
import * as z from "zod";
import { addressKey, admit } from "../callers/admit.ts";
import { ofFamily, type Services } from "../forward/context.ts";
import { inTime } from "../operations/clock.ts";
import { parseJson } from "../parse-json.ts";
import { BUSINESS_CODE, type Connection, connectionId } from "../vault/connection.ts";
import { isSameSecret } from "../vault/same-secret.ts";
import type { Vault } from "../vault/vault.ts";
import { UNINSTALLED } from "../vault/webhooks.ts";
import { limitHeldBodies } from "./held-bodies.ts";
import { HARAVAN_SCHEME, isSignedBy } from "./signature.ts";

const MOST_BODY_BYTES = 1_048_576;
/**
 * The platforms wait 5 s and send again what was not answered. Whoever waited for a slow vault is told so in time; what is
 * stored after all is recognised when it comes again.
 */
const ANSWER_WITHIN_MS = 4_000;
const TOPIC = /^[\w./-]{1,128}$/;

const handshakeSchema = z.object({
  "hub.mode": z.literal("subscribe"),
  "hub.verify_token": z.string(),
  "hub.challenge": z.string().regex(/^[\w.~-]{1,512}$/),
});

const feedSchema = z.object({
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

const headerOf = (request: FastifyRequest, name: string): string => {
  const value = request.headers[name];
  return typeof value === "string" ? value : "";
};

const orgIdOf = (request: FastifyRequest): string =>
  /^\d{1,20}$/.exec(headerOf(request, "x-haravan-org-id"))?.[0] ?? "";

/**
 * Sent from Haravan's admin to try the address: with made-up orders, or an uninstallation of a shop that stays. It proves that
 * events arrive, and is none itself.
 */
const isTest = (request: FastifyRequest): boolean => /^true$/i.test(headerOf(request, "x-haravan-test"));

/**
 * What wrong signatures count for: a platform sends for many shops from one address, some of them gone, and the others are
 * heard all the same. Shops that are made up count for the address.
 */
const senderKey = (request: FastifyRequest): string => {
  const { business } = z.object({ business: z.string().optional() }).parse(request.params);
  return `webhook:${addressKey(request.ip)}:${business ?? orgIdOf(request)}`;
};

const tooSlow = (): AddOnError =>
  new AddOnError("UPSTREAM_UNAVAILABLE", "The vault is too slow just now: send this again.", {
    details: { retryAfterMs: 1_000 },
  });

/** Undefined is no JSON value, so that it stands for a body that is none. */
const readJson = (rawBody: Buffer): unknown => {
  const value = parseJson(rawBody.toString("utf8"));
  if (value === undefined) throw new AddOnError("INVALID_ARGUMENT", "A webhook's body has to be JSON.");
  return value;
};

/** MeeD's payload is not documented: the event's name is looked for where it is usually found. */
const partnerTopic = (body: unknown): string => {
  const named = z
    .object({ event_type: z.string() })
    .or(z.object({ event: z.string() }))
    .safeParse(body).data;
  const topic = named && ("event_type" in named ? named.event_type : named.event);
  return topic !== undefined && TOPIC.test(topic) ? topic : "unknown";
};

export const registerWebhooks = (app: FastifyInstance, services: Services, vault: Vault): void => {
  const { config, clock, keeper, rateLimit } = services;

  const unsigned = (request: FastifyRequest, what = "The signature does not match; nothing was stored.") => {
    rateLimit.spend(senderKey(request), addressKey(request.ip));
    return new AddOnError("UNAUTHENTICATED", what);
  };

  /** Whoever was wrong too often, before anything is looked at: of a guess nobody is told then whether it is right. */
  const holdBack = (request: FastifyRequest): void => {
    for (const key of [addressKey(request.ip), senderKey(request)]) rateLimit.check(key);
  };

  const store = async (connection: Connection, topic: string, rawBody: Buffer) => {
    const { provider, business, id } = connection;
    const dedupe = createHash("sha256")
      .update(`${provider}\n${business}\n${topic}\n`)
      .update(rawBody)
      .digest("base64url");
    const isUninstall = provider === "haravan" && topic === UNINSTALLED;
    const event = { provider, business, topic, dedupe, body: rawBody.toString("utf8") };
    const stored = await vault.webhooks.append(event, isUninstall ? id : undefined);
    if (stored && isUninstall) keeper.forget(id);
    return { stored };
  };

  app.register((signed, _options, done) => {
    // Each costs a read of the vault and a hash of its body.
    signed.addHook("onRequest", async (request) => holdBack(request));
    signed.addHook("preParsing", limitHeldBodies());
    // The signature is over the bytes as they came.
    signed.removeAllContentTypeParsers();
    signed.addContentTypeParser(
      "*",
      { parseAs: "buffer", bodyLimit: MOST_BODY_BYTES },
      (_request, body, parsed) => parsed(null, body),
    );

    const fromHaravan = async (request: FastifyRequest) => {
      const orgId = orgIdOf(request);
      const topic = headerOf(request, "x-haravan-topic");
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const connection =
        orgId === "" ? undefined : await vault.connections.findByExternalId("haravan", orgId);
      const secret = connection?.secrets?.clientSecret;
      if (!isSignedBy(HARAVAN_SCHEME, secret, rawBody, request.headers[HARAVAN_SCHEME.header]) || !connection)
        throw unsigned(request);
      request.facts.business = connection.business;
      if (!TOPIC.test(topic))
        throw new AddOnError("INVALID_ARGUMENT", "X-Haravan-Topic is missing or malformed.");
      readJson(rawBody);
      return isTest(request) ? { stored: false } : store(connection, topic, rawBody);
    };

    const fromPartner = async (request: FastifyRequest, business: string) => {
      const rawBody = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
      const isCode = BUSINESS_CODE.test(business);
      const connection = isCode ? await vault.connections.get(connectionId("partner", business)) : undefined;
      const secret = connection?.status === "connected" ? connection.secrets?.webhookSecret : undefined;
      const header = request.headers[config.partnerWebhook.header];
      if (!isSignedBy(config.partnerWebhook, secret, rawBody, header) || !connection) throw unsigned(request);
      request.facts.business = connection.business;
      return store(connection, partnerTopic(readJson(rawBody)), rawBody);
    };

    signed.post("/webhooks/haravan", ofFamily("/webhooks/haravan"), (request) =>
      inTime(clock, ANSWER_WITHIN_MS, fromHaravan(request), tooSlow),
    );
    signed.post<{ Params: { business: string } }>(
      "/webhooks/partner/:business",
      ofFamily("/webhooks/partner"),
      (request) => inTime(clock, ANSWER_WITHIN_MS, fromPartner(request, request.params.business), tooSlow),
    );
    done();
  });

  app.get("/webhooks/haravan", ofFamily("/webhooks/haravan"), async (request, reply) => {
    holdBack(request);
    const handshake = handshakeSchema.safeParse(request.query).data;
    const ours = config.haravan.webhookVerifyToken;
    const isOurs = handshake && isSameSecret(handshake["hub.verify_token"], ours ?? "");
    if (!isOurs || ours === undefined)
      throw unsigned(request, "This is not a handshake with the token of HARAVAN_WEBHOOK_VERIFY_TOKEN.");
    return reply
      .type("text/plain")
      .headers({ "x-content-type-options": "nosniff", "cache-control": "no-store" })
      .send(handshake["hub.challenge"]);
  });

  app.get("/webhooks", ofFamily("/webhooks"), async (request, reply) => {
    const business = await admit(services, request);
    const page = feedSchema.safeParse(request.query).data;
    if (!page)
      throw new AddOnError(
        "INVALID_ARGUMENT",
        "`after` is the last position you have seen, `limit` is 1 to 200.",
      );
    const events = await vault.webhooks.list(business, page.after, page.limit);
    // Bodies go out as they came: parsing them would round ids and amounts beyond 2^53.
    const data = events.map(({ seq, provider, topic, receivedAt, body }) => {
      const about = { position: seq, provider, topic, received_at: new Date(receivedAt).toISOString() };
      return `${JSON.stringify(about).slice(0, -1)},"body":${body}}`;
    });
    return reply
      .type("application/json")
      .header("cache-control", "no-store")
      .send(`{"data":[${data.join(",")}],"next":${events.at(-1)?.seq ?? page.after}}`);
  });
};
