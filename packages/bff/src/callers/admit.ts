import type { FastifyRequest } from "fastify";
import type { Services } from "../forward/context.ts";
import { bearerToken } from "./bearer.ts";

/**
 * The way into a route that the BFF answers itself: whose token it is, within the limit of that business and `family`.
 * Resolves with the business. Rejects with UNAUTHENTICATED, UPSTREAM_UNAVAILABLE or RATE_LIMITED.
 */
export const admit = async (
  { callers, rateLimit }: Services,
  { facts, headers }: FastifyRequest,
  family: string,
  route: string,
): Promise<string> => {
  facts.family = family;
  facts.route = route;
  const { business } = await callers.identify(bearerToken(headers.authorization));
  facts.business = business;
  rateLimit.spend(`${family}:${business}`);
  return business;
};
