import { AddOnError } from "@privage-addons/contracts";
import { type Answer, retryAfterMs } from "../forward/ask.ts";

const DEFAULT_PAUSE_MS = 1_000;

/** What an answer without a token means, when the platform gave no reason that it documents. */
export const noToken = (platform: string, { status, headers }: Answer): AddOnError => {
  const after = retryAfterMs(headers["retry-after"]);
  if (status === 429) {
    return new AddOnError("RATE_LIMITED", `${platform} limits token requests.`, {
      details: { retryAfterMs: after ?? DEFAULT_PAUSE_MS },
    });
  }
  // 408 refuses nothing: the question did not come in time (RFC 9110 section 15.5.9).
  if (status >= 300 && status < 500 && status !== 408) {
    return new AddOnError("UPSTREAM_REJECTED", `${platform} refused the token request (status ${status}).`);
  }
  return new AddOnError("UPSTREAM_UNAVAILABLE", `${platform} gave no token (status ${status}).`, {
    ...(after !== undefined && { details: { retryAfterMs: after } }),
  });
};
