/**
 * Calls made with a token of ours (Partner, Haravan): the business comes from the caller's token, the platform's token from
 * the keeper. A refused platform token is renewed once and the call sent once more.
 */

import type { IncomingHttpHeaders } from "node:http";
import { AddOnError } from "@privage-addons/contracts";
import type { FastifyReply, FastifyRequest } from "fastify";
import { bearerToken } from "../callers/bearer.ts";
import type { HeldToken } from "../tokens/keeper.ts";
import { type Connection, connectionId, type Provider } from "../vault/connections.ts";
import type { AllowList } from "./allow-list.ts";
import { hasBody } from "./body.ts";
import type { Services } from "./context.ts";
import type { RefusedToken } from "./forward.ts";
import { fail, findOperation, readBody, sendOn } from "./platform-route.ts";

export interface TokenPlatform {
  readonly provider: Provider;
  /** Of our routes, e.g. `/partner`. */
  readonly prefix: string;
  readonly allowList: AllowList;
  /** Base URL of the platform for one connection. */
  baseUrl(connection: Connection): string;
  /** Whether this 401 means that another token would help. */
  isTokenRefused(refused: RefusedToken): boolean;
  /** Waits for, or refuses, one call within the platform's own limit. */
  admit?(connection: Connection): Promise<void> | undefined;
  /** Learns from an answer. */
  observe?(connection: Connection, status: number, headers: IncomingHttpHeaders): void;
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
    `${provider} refuses our token; see GET /connections for what to do.`,
  );

const cannotReplay = (provider: string): AddOnError =>
  new AddOnError(
    "UPSTREAM_UNAVAILABLE",
    `${provider} wanted a new token, and this body was too large to be sent twice: nothing happened, send it again.`,
  );

export const createTokenRoute = (services: Services, platform: TokenPlatform) => {
  const { callers, keeper, upstreams, rateLimit } = services;
  const { provider, prefix } = platform;

  const handle = async (request: FastifyRequest, reply: FastifyReply): Promise<void> => {
    const token = bearerToken(request.headers.authorization);
    const { path, query } = findOperation(request, prefix, platform.allowList);
    const { business } = callers.peek(token) ?? (await callers.identify(token));
    request.facts.business = business;
    rateLimit.spend(`${provider}:${business}`);
    const id = connectionId(provider, business);
    const first = keeper.peek(id) ?? (await keeper.get(id));
    const body = hasBody(request.raw) ? await readBody(request, services) : undefined;

    const send = async (held: HeldToken, isLastTry: boolean): Promise<void> => {
      const { connection } = held;
      const place = platform.admit?.(connection);
      if (place !== undefined) await place;
      const { origin, basePath } = splitBase(platform.baseUrl(connection));
      const target = {
        upstream: upstreams.of(origin),
        path: `${basePath}${path}${query}`,
        authorization: `Bearer ${held.accessToken}`,
      };
      sendOn(services, request, reply, target, body, {
        onOutcome: ({ status, headers }) => {
          if (status !== undefined && headers) platform.observe?.(connection, status, headers);
        },
        onRefusedToken: (refused) => {
          replay(held, refused, isLastTry).catch((error: unknown) => fail(request, reply, error));
        },
      });
    };

    const replay = async (held: HeldToken, refused: RefusedToken, isLastTry: boolean): Promise<void> => {
      if (isLastTry || !platform.isTokenRefused(refused)) throw refusedForGood(provider);
      const newer = await keeper.renewed(id, held.version);
      if (body !== undefined && !(body instanceof Uint8Array)) throw cannotReplay(provider);
      await send(newer, true);
    };

    await send(first, false);
  };

  return (request: FastifyRequest, reply: FastifyReply): void => {
    request.facts.family = provider;
    reply.hijack();
    handle(request, reply).catch((error: unknown) => fail(request, reply, error));
  };
};
