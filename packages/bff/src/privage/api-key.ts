/** Privage's server-to-server token ("Get Access Token"): for jobs that have no user, with the key of the installed add-on. */
import { AddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import { expiryHint } from "../callers/jwt.ts";
import { noToken } from "../tokens/no-token.ts";
import type { TokenSource } from "../tokens/source.ts";
import type { AskPrivage } from "./corrected-ask.ts";

const tokenSchema = z.object({ access_token: z.string().min(1) });

/** Used when the token does not say how long it lives. */
const ASSUMED_LIFE_MS = 5 * 60_000;

export const createApiKeySource = (
  askPrivage: AskPrivage,
  wallNow: () => number = Date.now,
): TokenSource => ({
  obtain: async ({ settings, secrets, business }, _held, signal) => {
    const askedAt = wallNow();
    const answer = await askPrivage({
      method: "POST",
      path: "/v1/auth-connect/token",
      headers: { "content-type": "application/json" },
      body: { api_key: settings.clientId, api_secret: secrets?.clientSecret ?? "" },
      signal,
    });
    const token = answer.status < 300 ? tokenSchema.safeParse(answer.json).data?.access_token : undefined;
    if (token !== undefined) {
      const lifeMs = (expiryHint(token) ?? askedAt + ASSUMED_LIFE_MS) - askedAt;
      if (lifeMs > 0) return { secrets: { accessToken: token }, lifeMs };
    }
    if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
      throw new AddOnError(
        "CREDENTIALS_REJECTED",
        `Privage does not accept the API key or secret of ${business}.`,
        {
          details: { reason: "wrong-credentials" },
        },
      );
    }
    throw noToken("Privage", answer);
  },
});
