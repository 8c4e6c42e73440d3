import type { FastifyRequest } from "fastify";
import type { Services } from "../forward/context.ts";
import { bearerToken } from "./bearer.ts";
import type { Caller } from "./verify.ts";

/**
 * Whose token it is that is not in memory. The question counts for the address that brings it: a flood of made-up tokens does not
 * reach Privage. Rejects with UNAUTHENTICATED, UPSTREAM_UNAVAILABLE or RATE_LIMITED.
 */
export const identify = ({ callers, rateLimit }: Services, token: string, address: string): Promise<Caller> =>
  callers.identify(token, () => rateLimit.spend(`address:${address}`));

/**
 * The way into a route that the BFF answers itself: whose token it is, within the limit of that business and `family`.
 * Resolves with the business. Rejects with UNAUTHENTICATED, UPSTREAM_UNAVAILABLE or RATE_LIMITED.
 */
export const admit = async (
  services: Services,
  { facts, headers, ip }: FastifyRequest,
  family: string,
  route: string,
): Promise<string> => {
  facts.family = family;
  facts.route = route;
  const { callers, rateLimit } = services;
  const token = bearerToken(headers.authorization);
  const { business } = callers.peek(token) ?? (await identify(services, token, ip));
  facts.business = business;
  rateLimit.spend(`${family}:${business}`);
  return business;
};
