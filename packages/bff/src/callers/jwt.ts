import * as z from "zod";
import { parseJson } from "../parse-json.ts";

const claimsSchema = z.object({ exp: z.number() });

/** When the token itself says that it ends, ms: `exp` as a hint, not verified. Never used to accept, only to forget earlier. */
export const expiryHint = (token: string): number | undefined => {
  const payload = Buffer.from(token.split(".", 3)[1] ?? "", "base64url").toString("utf8");
  const claims = claimsSchema.safeParse(parseJson(payload)).data;
  return claims && claims.exp * 1000;
};
