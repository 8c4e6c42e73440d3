/**
 * Partner tokens: OAuth 2.0 client credentials (RFC 6749 section 4.4) in MeeD's dialect. Form-encoded, credentials in the
 * body and nowhere else, no refresh token. Errors are `{error, message}`; two different ones share `invalid_client`.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import * as z from "zod";
import { ask } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";
import type { Clock } from "../operations/clock.ts";
import { noToken } from "../tokens/no-token.ts";
import type { TokenSource } from "../tokens/source.ts";
import type { Connection } from "../vault/connection.ts";

const tokenSchema = z.object({
  access_token: z.string().min(1),
  token_type: z.string().regex(/^bearer$/i),
  expires_in: z.number().positive(),
});
const errorSchema = z.object({ error: z.string(), message: z.string().optional() });

/** Asking again is safe here: nothing is consumed. A few quick attempts bridge a hiccup. */
const MOST_ATTEMPTS = 3;
const PAUSE_MS = 150;

const rejected = (business: string, message: string): AddOnError => {
  const isSuspended = /suspended|revoked/i.test(message);
  return new AddOnError(
    "CREDENTIALS_REJECTED",
    isSuspended
      ? `The Partner application of ${business} is suspended or revoked: activate it in MeeD's Open API Settings.`
      : `The Partner does not accept the client id or secret of ${business}: run "privage-bff connections add partner" with the right ones.`,
    { details: { reason: isSuspended ? "suspended" : "wrong-credentials" } },
  );
};

export const createClientCredentials = (upstreams: Upstreams, clock: Clock): TokenSource => {
  const attempt = async ({ settings, secrets, business }: Connection, signal: AbortSignal) => {
    const answer = await ask(upstreams, {
      method: "POST",
      url: `${settings.baseUrl}/oauth/token`,
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({
        grant_type: "client_credentials",
        client_id: settings.clientId,
        client_secret: secrets?.clientSecret ?? "",
      }).toString(),
      signal,
    });
    const token = answer.status < 300 ? tokenSchema.safeParse(answer.json).data : undefined;
    if (token) return { secrets: { accessToken: token.access_token }, lifeMs: token.expires_in * 1000 };
    const problem = errorSchema.safeParse(answer.json).data;
    if (problem?.error === "invalid_client") throw rejected(business, problem.message ?? "");
    throw noToken("The Partner", answer);
  };

  return {
    obtain: async (connection, _held, signal) => {
      for (let count = 1; ; count += 1) {
        try {
          return await attempt(connection, signal);
        } catch (error) {
          // A platform that names a time is not asked before it; the keeper remembers that for the whole cluster.
          const isPassing =
            isAddOnError(error) &&
            error.code === "UPSTREAM_UNAVAILABLE" &&
            error.retryable &&
            error.details?.["retryAfterMs"] === undefined;
          if (!isPassing || count >= MOST_ATTEMPTS || signal.aborted) throw error;
          await clock.sleep(PAUSE_MS * 2 ** (count - 1), signal);
        }
      }
    },
  };
};
