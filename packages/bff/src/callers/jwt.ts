import * as z from "zod";
import { parseJson } from "../parse-json.ts";

const claimsSchema = z.object({ exp: z.number(), iat: z.number().optional().catch(undefined) });

/** From when to when the token itself says that it lives, in s; not verified. Never used to accept, only to forget earlier. */
export const readLife = (token: string): z.infer<typeof claimsSchema> | undefined => {
  const payload = Buffer.from(token.split(".", 3)[1] ?? "", "base64url").toString("utf8");
  return claimsSchema.safeParse(parseJson(payload)).data;
};
