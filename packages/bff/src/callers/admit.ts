import { isIPv6 } from "node:net";
import type { FastifyRequest } from "fastify";
import ipaddr from "ipaddr.js";
import type { Services } from "../forward/context.ts";
import { bearerToken } from "./bearer.ts";
import type { Caller } from "./verify.ts";

/** As some gateways write `X-Forwarded-For`: with the port of the connection, and IPv6 in brackets. */
const WITH_PORT = /^(?:\[([^\]]*)\]|(\d+\.[\d.]+))(?::\d+)?$/;

/**
 * Whom an address's calls count for. Of IPv6 the first 64 bits: the rest is for whoever has them to choose, call by call, as
 * ports are. IPv4 in the form of IPv6 is IPv4, or all of it would be one.
 */
export const addressKey = (given: string): string => {
  const [, v6, v4] = WITH_PORT.exec(given) ?? [];
  const address = v6 ?? v4 ?? given;
  if (!isIPv6(address)) return `address:${address}`;
  const parsed = ipaddr.IPv6.parse(address.replace(/%.*/, "")); // Node takes more names of interfaces than it does.
  const key = parsed.isIPv4MappedAddress()
    ? parsed.toIPv4Address().toString()
    : parsed.parts.slice(0, 4).join(":");
  return `address:${key}`;
};

/**
 * Whose token it is that is not in memory. The question counts for the address that brings it: a flood of made-up tokens does not
 * reach Privage. Rejects with UNAUTHENTICATED, UPSTREAM_UNAVAILABLE or RATE_LIMITED.
 */
export const identify = ({ callers, rateLimit }: Services, token: string, address: string): Promise<Caller> =>
  callers.identify(token, () => rateLimit.spend(addressKey(address)));

/**
 * The way into a route that the BFF answers itself: whose token it is, within the limit of that business and the route's family.
 * Resolves with the business. Rejects with UNAUTHENTICATED, UPSTREAM_UNAVAILABLE or RATE_LIMITED.
 */
export const admit = async (services: Services, { facts, headers, ip }: FastifyRequest): Promise<string> => {
  const { callers, rateLimit } = services;
  const token = bearerToken(headers.authorization);
  const { business } = callers.peek(token) ?? (await identify(services, token, ip));
  facts.business = business;
  rateLimit.spend(`${facts.family}:${business}`);
  return business;
};
