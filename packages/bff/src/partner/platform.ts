import { operations } from "@privage-addons/contracts/partner";
import { createAllowList } from "../forward/allow-list.ts";
import type { TokenPlatform } from "../forward/with-token.ts";

/** A 401 whose challenge (RFC 6750 section 3.1) or body says `invalid_token`; every other 401 is for good. */
const saysInvalidToken = (challenge: string | undefined, body: string): boolean => {
  if (challenge?.includes("invalid_token")) return true;
  try {
    const answer: unknown = JSON.parse(body);
    return (
      typeof answer === "object" && answer !== null && "error" in answer && answer.error === "invalid_token"
    );
  } catch {
    return false;
  }
};

export const partnerPlatform: TokenPlatform = {
  provider: "partner",
  prefix: "/partner",
  // The token endpoint is the BFF's own: with our secret, never with a caller's request.
  allowList: createAllowList(operations.filter(({ operationId }) => operationId !== "issueToken")),
  baseUrl: ({ settings }) => settings.baseUrl ?? "",
  isTokenRefused: ({ headers, body }) => saysInvalidToken(headers["www-authenticate"], body),
};
