/** What callers are told when there is no token for them. */
import { AddOnError } from "@privage-addons/contracts";
import type { TokenRecord } from "../vault/tokens.ts";

/** A platform that refuses every new token is not asked for another more often than this. */
export const FORCED_RENEWAL_PAUSE_MS = 10_000;

export const refusedWhileNew = ({ connection, ageMs }: TokenRecord): AddOnError =>
  new AddOnError(
    "CREDENTIALS_REJECTED",
    `${connection.provider} refuses a token that it gave ${Math.round(ageMs / 1000)} s ago.`,
    { retryable: true, details: { retryAfterMs: FORCED_RENEWAL_PAUSE_MS - ageMs } },
  );

/** A life that was over before the token could be used; another call asks again. */
export const tooShort = ({ connection }: TokenRecord): AddOnError =>
  new AddOnError(
    "UPSTREAM_UNAVAILABLE",
    `${connection.provider} gave a token that is over before it is used.`,
  );

/** An error that another call may mend says when: the platform is not asked before. */
export const withWait = (error: AddOnError, retryAfterMs: number): AddOnError =>
  error.retryable
    ? new AddOnError(error.code, error.message, { cause: error, details: { ...error.details, retryAfterMs } })
    : error;
