/**
 * The pass-through to Privage: the contract's operations and nothing else, with the caller's own token. Privage checks that
 * token on this very call, so it is not asked about it beforehand, except for a body that streams: it takes a connection, which
 * nobody unknown may keep. Two operations carry their proof in the body, which is small.
 */
import { hash } from "node:crypto";
import { AddOnError } from "@privage-addons/contracts";
import { correctOperations, createTranslator } from "@privage-addons/contracts/overrides";
import { operations } from "@privage-addons/contracts/privage";
import type { FastifyReply, FastifyRequest } from "fastify";
import { addressKey, identify } from "../callers/admit.ts";
import { bearerToken } from "../callers/bearer.ts";
import { createAllowList } from "../forward/allow-list.ts";
import { isSmall, REPLAYABLE_BYTES } from "../forward/body.ts";
import type { Outcome } from "../forward/call.ts";
import type { Services } from "../forward/context.ts";
import { PlatformCall } from "../forward/platform-call.ts";

const WITHOUT_TOKEN = new Set(["exchangeAccessToken", "renewAccessToken"]);

/**
 * Whom a call counts for: the business where it is known. A token not seen before counts for itself, and for the address that brings
 * it, and so does one that Privage refused: a flood of made-up ones is as many calls of that address. Calls without a token count
 * for the address.
 */
const spenderOf = (business: string | undefined, token: string | undefined, ip: string): string => {
  if (business !== undefined) return `privage:${business}`;
  return token === undefined ? addressKey(ip) : `token:${hash("sha256", token, "base64url")}`;
};

const tooLargeForAnybody = (): AddOnError => {
  const what = `The body of this operation is at most ${REPLAYABLE_BYTES} bytes, and says so in Content-Length.`;
  return new AddOnError("INVALID_ARGUMENT", what, { details: { status: 413 } });
};

const createParts = (services: Services) => {
  const overrides = services.config.contractOverrides ?? {};
  const { origin, pathname } = new URL(services.config.privageBaseUrl);
  return {
    services,
    // Both the contract's paths and the real ones: an SDK may have been given the corrections as well.
    allowList: createAllowList([...operations, ...correctOperations("privage", overrides)]),
    translate: createTranslator("privage", overrides),
    origin,
    basePath: pathname === "/" ? "" : pathname,
  };
};
type Parts = ReturnType<typeof createParts>;

const PREFIX = "/privage";

class PrivageCall extends PlatformCall {
  readonly #parts: Parts;
  #spender = "";

  constructor(parts: Parts, request: FastifyRequest, reply: FastifyReply) {
    super(parts.services, PREFIX, request, reply);
    this.#parts = parts;
  }

  protected async handle(): Promise<void> {
    const { allowList, translate, origin, basePath } = this.#parts;
    const { callers, rateLimit, upstreams } = this.services;
    const { operationId } = this.findOperation(allowList, PREFIX);
    const isOpen = WITHOUT_TOKEN.has(operationId);
    const token = isOpen ? undefined : bearerToken(this.request.headers.authorization);
    const { hasBody } = this;
    const isLarge = hasBody && !isSmall(this.request);
    let caller = token === undefined ? undefined : callers.peek(token);
    if (isLarge && token !== undefined) caller ??= await identify(this.services, token, this.address);
    this.facts.business = caller?.business;
    this.#spender = spenderOf(caller?.business, token, this.address);
    rateLimit.spend(this.#spender, caller || isOpen ? undefined : addressKey(this.address));
    if (isLarge && isOpen) throw tooLargeForAnybody();
    if (hasBody) await this.takeBody();
    const real = translate(this.method, this.path);
    this.send({
      upstream: upstreams.of(origin),
      method: real?.method ?? this.method,
      path: `${basePath}${real?.path ?? this.path}`,
      authorization: token === undefined ? undefined : `Bearer ${token}`,
    });
  }

  override onDone(outcome: Outcome): void {
    if (outcome.status === 401 && this.#spender.startsWith("token:"))
      this.services.rateLimit.forget(this.#spender, addressKey(this.address));
    super.onDone(outcome);
  }
}

export const createPrivageRoute = (services: Services) => {
  const parts = createParts(services);
  return (request: FastifyRequest, reply: FastifyReply): void => {
    reply.hijack();
    new PrivageCall(parts, request, reply).start();
  };
};
