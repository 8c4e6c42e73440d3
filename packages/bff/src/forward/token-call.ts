/**
 * Calls made with a token of ours (Partner, Haravan): the business comes from the caller's token, the platform's token from
 * the keeper. A refused platform token is renewed once and the call sent once more. Where that does not help, or another token
 * would not, the row still learns from a renewal whether the connection is at fault: GET /connections tells from the row.
 */

import type { IncomingHttpHeaders, ServerResponse } from "node:http";
import { AddOnError } from "@privage-addons/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { identify } from "../callers/admit.ts";
import { bearerToken } from "../callers/bearer.ts";
import type { HeldToken } from "../tokens/keeper.ts";
import { type Connection, connectionId, type Provider } from "../vault/connection.ts";
import type { AllowList } from "./allow-list.ts";
import type { Outcome, RefusedToken } from "./call.ts";
import type { Services } from "./context.ts";

import { PlatformCall } from "./platform-call.ts";

export interface TokenPlatform {
  readonly provider: Provider;
  /** Of our routes, e.g. `/partner`. */
  readonly prefix: string;
  readonly allowList: AllowList;
  /** Base URL of the platform for one connection. */
  baseUrl(connection: Connection): string;
  /** Whether this 401 means that another token would help. */
  isTokenRefused(refused: RefusedToken): boolean;
  /** Waits for, or refuses, one call within the platform's own limit; nobody waits for a response that is destroyed. */
  admit?(connection: Connection, response: ServerResponse): Promise<void> | undefined;
  /** Learns from the end of an admitted call; `status` is undefined when it had no answer. */
  observe?(connection: Connection, status: number | undefined, headers: IncomingHttpHeaders): void;
}

/** Parsing a URL costs more than looking it up. */
const splitBases = new Map<string, { origin: string; basePath: string }>();
const MOST_BASES = 4_096;

const splitBase = (baseUrl: string): { origin: string; basePath: string } => {
  const known = splitBases.get(baseUrl);
  if (known) return known;
  const { origin, pathname } = new URL(baseUrl);
  const split = { origin, basePath: pathname === "/" ? "" : pathname };
  if (splitBases.size >= MOST_BASES) splitBases.clear();
  splitBases.set(baseUrl, split);
  return split;
};

const refusedForGood = (provider: string): AddOnError =>
  new AddOnError(
    "CREDENTIALS_REJECTED",
    `${provider} refuses our token; see GET /connections for what to do. If that says "ready", it refuses this very call.`,
  );

const cannotReplay = (provider: string): AddOnError =>
  new AddOnError(
    "UPSTREAM_UNAVAILABLE",
    `${provider} wanted a new token, and this body was too large to be sent twice: nothing happened, send it again.`,
  );

class TokenCall extends PlatformCall {
  readonly #platform: TokenPlatform;
  #held: HeldToken | undefined = undefined;
  #isLastTry = false;

  constructor(services: Services, platform: TokenPlatform, request: FastifyRequest, reply: FastifyReply) {
    super(services, platform.prefix, request, reply);
    this.#platform = platform;
  }

  protected async handle(): Promise<void> {
    const { callers, keeper, rateLimit } = this.services;
    const { provider, prefix, allowList } = this.#platform;
    const token = bearerToken(this.request.headers.authorization);
    this.findOperation(allowList, prefix);
    const { business } = callers.peek(token) ?? (await identify(this.services, token, this.address));
    this.facts.business = business;
    const id = connectionId(provider, business);
    rateLimit.spend(id);
    const held = keeper.peek(id) ?? (await keeper.get(id));
    if (this.hasBody) await this.takeBody();
    await this.#sendWith(held);
  }

  /** Waits only where the platform's limit makes it wait. */
  #sendWith(held: HeldToken): Promise<void> | undefined {
    this.#held = held;
    const place = this.#platform.admit?.(held.connection, this.response);
    if (place !== undefined) return place.then(() => this.#sendNow(held));
    this.#sendNow(held);
    return undefined;
  }

  #sendNow({ connection, accessToken }: HeldToken): void {
    const { origin, basePath } = splitBase(this.#platform.baseUrl(connection));
    this.send({
      upstream: this.services.upstreams.of(origin),
      method: this.method,
      path: `${basePath}${this.path}`,
      authorization: `Bearer ${accessToken}`,
    });
  }

  onRefusedToken(refused: RefusedToken): void {
    this.#sendAgain(refused).catch((error: unknown) => this.fail(error));
  }

  async #sendAgain(refused: RefusedToken): Promise<void> {
    const { provider } = this.#platform;
    const held = this.#held;
    const isWorthIt = !this.#isLastTry && this.#platform.isTokenRefused(refused);
    if (held === undefined) throw refusedForGood(provider);
    this.#platform.observe?.(held.connection, 401, refused.headers);
    if (!isWorthIt) {
      this.services.keeper.renewed(held).catch(() => {}); // Remembered and held back there; this call has its answer.
      throw refusedForGood(provider);
    }
    this.#isLastTry = true;
    const newer = await this.services.keeper.renewed(held);
    if (this.body !== undefined && !(this.body instanceof Uint8Array)) throw cannotReplay(provider);
    await this.#sendWith(newer);
  }

  override onDone(outcome: Outcome): void {
    const { status, headers = {} } = outcome;
    if (this.#held) this.#platform.observe?.(this.#held.connection, status, headers);
    super.onDone(outcome);
  }
}

/** The handler of one platform's route. */
export const createTokenRoute =
  (services: Services, platform: TokenPlatform) =>
  (request: FastifyRequest, reply: FastifyReply): void => {
    reply.hijack();
    new TokenCall(services, platform, request, reply).start();
  };
