/**
 * Every error code there is. `code` never changes its meaning; `message` is for people; `retryable` says whether the
 * very same call may be made again. Each code has an entry in `docs/errors.md`: what happened, why, what to do.
 */
export const ERROR_CODES = {
  /** The add-on's page refuses to be framed by this site. */
  FRAME_BLOCKED: { retryable: false },
  /** The page loaded, but no add-on SDK answered. */
  NO_SDK: { retryable: false },
  /** The add-on's page did not load: its server is down, out of reach, or answered with an error. */
  ADD_ON_UNREACHABLE: { retryable: true },
  /** The page loaded and speaks, but the handshake did not finish in time. */
  HANDSHAKE_TIMEOUT: { retryable: true },
  /** The other side's origin is not the pinned one. */
  ORIGIN_MISMATCH: { retryable: false },
  /** The two sides speak no common version of the bridge protocol. */
  PROTOCOL_MISMATCH: { retryable: false },
  /** An add-on may not be served from the host's own origin: it could remove its own sandbox. */
  SAME_ORIGIN_ADD_ON: { retryable: false },
  /** The host could not mint an exchange token. */
  MINT_FAILED: { retryable: true },
  /** The exchange token was already used, or its 60 s are over. */
  TOKEN_SPENT: { retryable: false },
  /** The exchange token could not be traded for an access token. */
  EXCHANGE_FAILED: { retryable: true },
  /** The access token could not be renewed, and asking the host again did not help. */
  RENEWAL_FAILED: { retryable: true },
  /** The session was ended: logout, tenant switch, permission change, or closed by the host. */
  SESSION_ENDED: { retryable: false },
  /** The host page went away or stopped answering. */
  HOST_GONE: { retryable: true },
  /** The add-on's page went away, reloaded or navigated while a call was under way. */
  ADD_ON_GONE: { retryable: true },
  /** A call had no answer within its deadline. */
  CALL_TIMEOUT: { retryable: true },
  /** The caller gave up: its AbortSignal fired. */
  ABORTED: { retryable: true },
  /** The host did not grant this service to the add-on. */
  NOT_GRANTED: { retryable: false },
  /** Too many calls; wait before the next one. */
  RATE_LIMITED: { retryable: true },
  /** An argument is missing or malformed. */
  INVALID_ARGUMENT: { retryable: false },
  /** A write was sent, its answer was lost, and the ledger could not be read: it may or may not have happened. */
  OUTCOME_UNKNOWN: { retryable: false },
  /** The platform cannot be reached or answered 5xx. */
  UPSTREAM_UNAVAILABLE: { retryable: true },
  /** The platform understood the request and refused it. */
  UPSTREAM_REJECTED: { retryable: false },
  /** The stored credentials are wrong, or the application was suspended or revoked. */
  CREDENTIALS_REJECTED: { retryable: false },
  /** The business has no connection to that platform yet. */
  NOT_CONNECTED: { retryable: false },
  /** Not a valid `*.myharavan.com` shop name. */
  SHOP_NAME_INVALID: { retryable: false },
  /** The caller's access token is missing, malformed, expired or unknown. */
  UNAUTHENTICATED: { retryable: false },
  /** The path and method are not part of the contract. */
  ROUTE_NOT_ALLOWED: { retryable: false },
  /** Something broke on our side; the trace id leads to the log. */
  INTERNAL: { retryable: true },
} as const satisfies Record<string, { readonly retryable: boolean }>;

/** One of the stable error codes. */
export type ErrorCode = keyof typeof ERROR_CODES;

/** Whether `value` is one of {@link ERROR_CODES}; own keys only, so `"constructor"` is not. */
export const isErrorCode = (value: unknown): value is ErrorCode =>
  typeof value === "string" && Object.hasOwn(ERROR_CODES, value);
