/** Apart from the list of all codes: a page loads these with its first bytes, and that list only where it checks codes. */
import type { ErrorCode } from "./codes.ts";

const RETRYABLE_CODES: readonly ErrorCode[] = [
  "ADD_ON_UNREACHABLE",
  "HANDSHAKE_TIMEOUT",
  "MINT_FAILED",
  "EXCHANGE_FAILED",
  "RENEWAL_FAILED",
  "HOST_GONE",
  "ADD_ON_GONE",
  "CALL_TIMEOUT",
  "ABORTED",
  "RATE_LIMITED",
  "UPSTREAM_UNAVAILABLE",
  "INTERNAL",
];

/** Whether the very same call may be made again after this error, unless the error itself says otherwise. */
export const isRetryableCode = (code: ErrorCode): boolean => RETRYABLE_CODES.includes(code);
