/** Privage's server-to-server token ("Get Access Token"): for jobs that have no user, with the key of the installed add-on. */
import { AddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import { readLife } from "../callers/jwt.ts";
import type { Clock } from "../operations/clock.ts";
import { noToken } from "../tokens/no-token.ts";
import type { TokenSource } from "../tokens/source.ts";
import type { AskPrivage } from "./corrected-ask.ts";

const tokenSchema = z.object({ access_token: z.string().min(1) });

/** Used when the token does not say how long it lives. */
const ASSUMED_LIFE_S = 5 * 60;

/** The token is new, so that its two dates tell its life; only one of them has to be compared with our own clock. */
const lifeMs = (token: string, wallNow: number): number => {
  const now = wallNow / 1000;
  const { iat = now, exp } = readLife(token) ?? { exp: now + ASSUMED_LIFE_S };
  return (exp - iat) * 1000;
};

export const createApiKeySource = (askPrivage: AskPrivage, clock: Clock): TokenSource => ({
  obtain: async ({ settings, secrets, business }, _held, signal) => {
    const answer = await askPrivage({
      method: "POST",
      path: "/v1/auth-connect/token",
      headers: { "content-type": "application/json" },
      body: { api_key: settings.clientId, api_secret: secrets?.clientSecret ?? "" },
      signal,
    });
    const token = answer.status < 300 ? tokenSchema.safeParse(answer.json).data?.access_token : undefined;
    if (token !== undefined) {
      const life = lifeMs(token, clock.wallNow());
      if (life > 0) return { secrets: { accessToken: token }, lifeMs: life };
    }
    if (answer.status === 400 || answer.status === 401 || answer.status === 403) {
      throw new AddOnError(
        "CREDENTIALS_REJECTED",
        `Privage does not accept the API key or secret of ${business}.`,
        { details: { reason: "wrong-credentials" } },
      );
    }
    throw noToken("Privage", answer);
  },
});
