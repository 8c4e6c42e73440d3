/**
 * No request of ours may reach the inside of our own network, whatever a name resolves to: the address is checked where the
 * connection is made, so that a resolver that changes its answer between check and use gains nothing (DNS rebinding).
 */
import { type LookupAddress, lookup as systemLookup } from "node:dns";
import { isIP, type LookupFunction } from "node:net";
import { AddOnError } from "@privage-addons/contracts";
import ipaddr from "ipaddr.js";

/** Public unicast addresses only; also loopback when insecure upstreams are allowed (tests, the demo). */
export const isAllowedAddress = (address: string, allowLoopback: boolean): boolean => {
  if (!ipaddr.isValid(address)) return false;
  const range = ipaddr.process(address).range(); // `process` unwraps ::ffff:127.0.0.1
  return range === "unicast" || (allowLoopback && range === "loopback");
};

const refusal = (host: string) =>
  new AddOnError("UPSTREAM_UNAVAILABLE", `${host} does not resolve to a public address; it is not called.`, {
    retryable: false,
    details: { wasSent: false },
  });

/** @throws {AddOnError} UPSTREAM_UNAVAILABLE for an address written in a URL, which no lookup would ever see. */
export const assertAllowedHost = (hostname: string, allowLoopback: boolean): void => {
  const host = hostname.replace(/^\[|\]$/g, "");
  if (isIP(host) !== 0 && !isAllowedAddress(host, allowLoopback)) throw refusal(host);
};

type Resolve = (
  hostname: string,
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

const resolveAll: Resolve = (hostname, callback) => systemLookup(hostname, { all: true }, callback);

/** A `lookup` for sockets that answers with allowed addresses only. */
export const createGuardedLookup =
  (allowLoopback: boolean, resolve: Resolve = resolveAll): LookupFunction =>
  (hostname, options, callback) => {
    resolve(hostname, (error, addresses) => {
      if (error) return callback(error, "", 0);
      const allowed = addresses.filter(({ address }) => isAllowedAddress(address, allowLoopback));
      const [first] = allowed;
      if (!first) return callback(refusal(hostname), "", 0);
      if (options.all) return callback(null, allowed);
      return callback(null, first.address, first.family);
    });
  };
