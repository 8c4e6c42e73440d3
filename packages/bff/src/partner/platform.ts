import { operations } from "@privage-addons/contracts/partner";
import * as z from "zod";
import { createAllowList } from "../forward/allow-list.ts";
import type { TokenPlatform } from "../forward/token-call.ts";
import { parseJson } from "../parse-json.ts";

const invalidTokenSchema = z.object({ error: z.literal("invalid_token") });

/** A 401 whose challenge (RFC 6750 section 3.1) or body says `invalid_token`; every other 401 is for good. */
const saysInvalidToken = (challenge: string | undefined, body: string): boolean =>
  challenge?.includes("invalid_token") === true || invalidTokenSchema.safeParse(parseJson(body)).success;

export const partnerPlatform: TokenPlatform = {
  provider: "partner",
  prefix: "/partner",
  // The token endpoint is the BFF's own: with our secret, never with a caller's request.
  allowList: createAllowList(operations.filter(({ operationId }) => operationId !== "issueToken")),
  baseUrl: ({ settings }) => settings.baseUrl ?? "",
  isTokenRefused: ({ headers, body }) => saysInvalidToken(headers["www-authenticate"], body),
};
