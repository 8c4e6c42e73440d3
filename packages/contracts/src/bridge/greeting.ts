/** The two things an add-on says before anything else, checked by hand: they are on the way of every mount. */
import { AddOnError } from "../errors/add-on-error.ts";
import {
  type AddOnHello,
  EXCHANGE_TOKEN_REASONS,
  type ExchangeTokenReason,
  PROTOCOL_VERSIONS,
  versionsMeet,
} from "./protocol.ts";

/** Throws INVALID_ARGUMENT, or PROTOCOL_MISMATCH when the two sides have no version in common. */
export const parseAddOnHello = (value: unknown): AddOnHello => {
  const { protocol, sdkVersion } = (value ?? {}) as Partial<AddOnHello>;
  const { min, max } = protocol ?? {};
  if (typeof min !== "number" || typeof max !== "number" || !/^[\w.+-]{1,40}$/.test(`${sdkVersion}`)) {
    throw new AddOnError("INVALID_ARGUMENT", "Malformed answer to hello.");
  }
  if (!versionsMeet({ min, max }, PROTOCOL_VERSIONS)) {
    throw new AddOnError("PROTOCOL_MISMATCH", `The add-on speaks ${min} to ${max}.`);
  }
  return { protocol: { min, max }, sdkVersion: `${sdkVersion}` };
};

/** Throws INVALID_ARGUMENT. */
export const parseExchangeTokenReason = (value: unknown): ExchangeTokenReason => {
  const { reason } = (value ?? {}) as { reason?: ExchangeTokenReason };
  if (reason && EXCHANGE_TOKEN_REASONS.includes(reason)) return reason;
  throw new AddOnError("INVALID_ARGUMENT", "Unknown reason for an exchange token.");
};
