/**
 * The pass-through to Privage: the contract's operations and nothing else, with the caller's own token. Privage checks that
 * token on this very call, so it is not asked about it beforehand. Two operations carry their proof in the body.
 */
import { hash } from "node:crypto";
import { correctOperations, createTranslator } from "@privage-addons/contracts/overrides";
import { operations } from "@privage-addons/contracts/privage";
import type { FastifyReply, FastifyRequest } from "fastify";
import { bearerToken } from "../callers/bearer.ts";
import { createAllowList } from "../forward/allow-list.ts";
import { hasBody } from "../forward/body.ts";
import type { Services } from "../forward/context.ts";
import { fail, findOperation, readBody, sendOn } from "../forward/platform-route.ts";

const WITHOUT_TOKEN = new Set(["exchangeAccessToken", "renewAccessToken"]);

/** By business where it is known; a token not seen before counts for itself; calls without one count for their address. */
const rateKey = (business: string | undefined, token: string | undefined, address: string): string => {
  if (business !== undefined) return `privage:${business}`;
  return token === undefined ? `address:${address}` : `token:${hash("sha256", token, "base64url")}`;
};

export const createPrivageRoute = (services: Services) => {
  const overrides = services.config.contractOverrides ?? {};
  // Both the contract's paths and the real ones: an SDK may have been given the corrections as well.
  const allowList = createAllowList([...operations, ...correctOperations("privage", overrides)]);
  const translate = createTranslator("privage", overrides);
  const { origin, pathname } = new URL(services.config.privageBaseUrl);
  const basePath = pathname === "/" ? "" : pathname;

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const { operation, path, query } = findOperation(request, "/privage", allowList);
    const isOpen = WITHOUT_TOKEN.has(operation.operationId);
    const token = isOpen ? undefined : bearerToken(request.headers.authorization);
    const caller = token === undefined ? undefined : services.callers.peek(token);
    request.facts.business = caller?.business;
    services.rateLimit.spend(rateKey(caller?.business, token, request.ip));
    const body = hasBody(request.raw) ? await readBody(request, services) : undefined;
    const real = translate(request.method, `${path}${query}`);
    sendOn(
      services,
      request,
      reply,
      {
        upstream: services.upstreams.of(origin),
        ...(real && { method: real.method }),
        path: `${basePath}${real?.path ?? `${path}${query}`}`,
        authorization: token === undefined ? undefined : `Bearer ${token}`,
      },
      body,
    );
  };

  return (request: FastifyRequest, reply: FastifyReply): void => {
    request.facts.family = "privage";
    reply.hijack();
    handle(request, reply).catch((error: unknown) => fail(request, reply, error));
  };
};
