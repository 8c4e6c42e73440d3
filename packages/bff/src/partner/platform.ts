import { operations } from "@privage-addons/contracts/partner";
import * as z from "zod";
import { createAllowList } from "../forward/allow-list.ts";
import type { RefusedToken } from "../forward/call.ts";
import type { TokenPlatform } from "../forward/token-call.ts";
import { parseJson } from "../parse-json.ts";

const invalidTokenSchema = z.object({ error: z.literal("invalid_token") });

/**
 * A 401 one of whose challenges (RFC 6750 section 3.1) or whose body says `invalid_token`. One that is compressed, as the caller
 * may accept it, is not read and may say so. Every other 401 is for good.
 */
const saysInvalidToken = ({ headers, body }: RefusedToken): boolean =>
  String(headers["www-authenticate"]).includes("invalid_token") ||
  headers["content-encoding"] !== undefined ||
  invalidTokenSchema.safeParse(parseJson(body)).success;

export const partnerPlatform: TokenPlatform = {
  provider: "partner",
  prefix: "/partner",
  // The token endpoint is the BFF's own: with our secret, never with a caller's request.
  allowList: createAllowList(operations.filter(({ operationId }) => operationId !== "issueToken")),
  baseUrl: ({ settings }) => settings.baseUrl ?? "",
  isTokenRefused: saysInvalidToken,
};
