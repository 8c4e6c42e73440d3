/**
 * Every error code there is. A code never changes its meaning; `message` is for people. Each has an entry in
 * `docs/errors.md`: what happened, why, what to do.
 */
export const ERROR_CODES = [
  /** The add-on's page refuses to be framed by this site. */
  "FRAME_BLOCKED",
  /** The page loaded, but no add-on SDK answered. */
  "NO_SDK",
  /** The add-on's page did not load: its server is down, out of reach, or answered with an error. */
  "ADD_ON_UNREACHABLE",
  /** The page loaded and speaks, but the handshake did not finish in time. */
  "HANDSHAKE_TIMEOUT",
  /** The other side's origin is not the pinned one. */
  "ORIGIN_MISMATCH",
  /** The two sides speak no common version of the bridge protocol. */
  "PROTOCOL_MISMATCH",
  /** An add-on may not be served from the host's own origin: it could remove its own sandbox. */
  "SAME_ORIGIN_ADD_ON",
  /** The host could not mint an exchange token. */
  "MINT_FAILED",
  /** The exchange token was already used, or its 60 s are over. */
  "TOKEN_SPENT",
  /** The exchange token could not be traded for an access token. */
  "EXCHANGE_FAILED",
  /** The access token could not be renewed, and asking the host again did not help. */
  "RENEWAL_FAILED",
  /** The session was ended: logout, tenant switch, permission change, or closed by the host. */
  "SESSION_ENDED",
  /** The host page went away or stopped answering. */
  "HOST_GONE",
  /** The add-on's page went away, reloaded or navigated while a call was under way. */
  "ADD_ON_GONE",
  /** A call had no answer within its deadline. */
  "CALL_TIMEOUT",
  /** The caller gave up: its AbortSignal fired. */
  "ABORTED",
  /** The host did not grant this service to the add-on. */
  "NOT_GRANTED",
  /** Too many calls; wait before the next one. */
  "RATE_LIMITED",
  /** An argument is missing or malformed. */
  "INVALID_ARGUMENT",
  /**
   * A write, or a call that spends a token, was sent, and what became of it cannot be found out; or it was sent again, the
   * first came late, and it is there `details.times` times.
   */
  "OUTCOME_UNKNOWN",
  /** The platform cannot be reached or answered 5xx. */
  "UPSTREAM_UNAVAILABLE",
  /** The platform understood the request and refused it. */
  "UPSTREAM_REJECTED",
  /** The stored credentials are wrong, or the application was suspended or revoked. */
  "CREDENTIALS_REJECTED",
  /** The business has no connection to that platform yet. */
  "NOT_CONNECTED",
  /** Not a valid `*.myharavan.com` shop name. */
  "SHOP_NAME_INVALID",
  /** The caller's access token is missing, malformed, expired or unknown. */
  "UNAUTHENTICATED",
  /** The path and method are not part of the contract. */
  "ROUTE_NOT_ALLOWED",
  /** Something broke on our side; the trace id leads to the log. */
  "INTERNAL",
] as const;

/** One of the stable error codes. */
export type ErrorCode = (typeof ERROR_CODES)[number];

/** Whether `value` is one of {@link ERROR_CODES}. */
export const isErrorCode = (value: unknown): value is ErrorCode => ERROR_CODES.includes(value as ErrorCode);
