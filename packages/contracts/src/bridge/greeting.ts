/** The two things an add-on says before anything else, checked by hand: they are on the way of every mount. */
import { AddOnError } from "../errors/add-on-error.ts";
import type { AddOnHello } from "./protocol.ts";
import { EXCHANGE_TOKEN_REASONS, type ExchangeTokenReason } from "./reasons.ts";

/** Throws INVALID_ARGUMENT. */
export const parseAddOnHello = (value: unknown): AddOnHello => {
  const { protocol, sdkVersion } = (value ?? {}) as Partial<AddOnHello>;
  const { min, max } = protocol ?? {};
  if (typeof min === "number" && typeof max === "number" && /^[\w.+-]{1,40}$/.test(`${sdkVersion}`)) {
    return { protocol: { min, max }, sdkVersion: `${sdkVersion}` };
  }
  throw new AddOnError("INVALID_ARGUMENT", "Malformed answer to hello.");
};

/** Throws INVALID_ARGUMENT. */
export const parseExchangeTokenReason = (value: unknown): ExchangeTokenReason => {
  const reason = EXCHANGE_TOKEN_REASONS.find(
    (known) => known === (value as { reason?: unknown } | null)?.reason,
  );
  if (reason) return reason;
  throw new AddOnError("INVALID_ARGUMENT", "Unknown reason for an exchange token.");
};
