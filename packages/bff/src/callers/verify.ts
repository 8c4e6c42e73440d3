/** Two ways to learn whose token it is: ask Privage, or check the signature when its key is configured. */
import { AddOnError } from "@privage-addons/contracts";
import { createRemoteJWKSet, customFetch, errors, type JWTVerifyGetKey, jwtVerify } from "jose";
import { fetch as undiciFetch } from "undici";
import { z } from "zod";
import type { CallerVerification } from "../config/config.ts";
import { retryAfterMs } from "../forward/ask.ts";
import type { Upstreams } from "../forward/upstreams.ts";
import type { AskPrivage } from "../privage/corrected-ask.ts";
import { expiryHint } from "./jwt.ts";

export interface Caller {
  readonly business: string;
  readonly appconnectId: number | undefined;
}

export interface Identity {
  readonly caller: Caller;
  /** Wall clock, ms; undefined when the token does not say. */
  readonly expiresAt: number | undefined;
}

/** Rejects with UNAUTHENTICATED for a token that is refused, UPSTREAM_UNAVAILABLE when nobody could say. */
export type VerifyCaller = (token: string) => Promise<Identity>;

const DEADLINE_MS = 8_000;

const refused = (cause?: unknown): AddOnError =>
  new AddOnError("UNAUTHENTICATED", "Privage does not accept this access token: renew it.", { cause });

const businessCode = z.string().min(1).max(128);

const statusSchema = z.object({
  business: z.object({ business_code: businessCode }),
  add_on: z.object({ appconnect_id: z.number() }).partial().optional(),
});

/** "Get Current Add-On status" answers for the business that the token belongs to. */
const verifyByIntrospection =
  (askPrivage: AskPrivage): VerifyCaller =>
  async (token) => {
    const answer = await askPrivage({
      method: "GET",
      path: "/v2/connect/add-on/status",
      headers: { authorization: `Bearer ${token}` },
      signal: AbortSignal.timeout(DEADLINE_MS),
    });
    if (answer.status === 401 || answer.status === 403) throw refused();
    const status = answer.status < 300 ? statusSchema.safeParse(answer.json) : undefined;
    if (!status?.success) {
      const after = retryAfterMs(answer.headers["retry-after"]);
      throw new AddOnError(
        "UPSTREAM_UNAVAILABLE",
        `Privage cannot say whose token this is (status ${answer.status}).`,
        {
          ...(after !== undefined && { details: { retryAfterMs: after } }),
        },
      );
    }
    const { business, add_on } = status.data;
    return {
      caller: { business: business.business_code, appconnectId: add_on?.appconnect_id },
      expiresAt: expiryHint(token),
    };
  };

const claimsSchema = z.object({
  business_code: businessCode,
  appconnect_id: z.number().optional(),
  exp: z.number(),
});

const verifyWith =
  (key: Uint8Array | JWTVerifyGetKey, algorithms: string[], issuer: string | undefined): VerifyCaller =>
  async (token) => {
    try {
      const options = { algorithms, requiredClaims: ["exp"], clockTolerance: 5, ...(issuer && { issuer }) };
      const { payload } = await (typeof key === "function"
        ? jwtVerify(token, key, options)
        : jwtVerify(token, key, options));
      const claims = claimsSchema.parse(payload);
      return {
        caller: { business: claims.business_code, appconnectId: claims.appconnect_id },
        expiresAt: claims.exp * 1000,
      };
    } catch (cause) {
      // A key set that cannot be fetched is jose's generic error; everything else of jose is about the token.
      const isJose = cause instanceof errors.JOSEError && cause.code !== "ERR_JOSE_GENERIC";
      const isAboutToken = (isJose && !(cause instanceof errors.JWKSTimeout)) || cause instanceof z.ZodError;
      if (!isAboutToken)
        throw new AddOnError("UPSTREAM_UNAVAILABLE", "The keys that check access tokens cannot be had.", {
          cause,
        });
      throw refused(cause);
    }
  };

const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

export const createVerifier = (
  how: CallerVerification,
  upstreams: Upstreams,
  askPrivage: AskPrivage,
): VerifyCaller => {
  if (how.by === "introspection") return verifyByIntrospection(askPrivage);
  // An asymmetric key is never taken for a shared one, nor the other way round (RFC 8725 section 3.1).
  if (how.by === "shared-key") return verifyWith(how.key, ["HS256", "HS384", "HS512"], how.issuer);
  const url = new URL(how.url);
  const keys = createRemoteJWKSet(url, {
    timeoutDuration: 5_000,
    [customFetch]: async (address, options) => {
      const dispatcher = upstreams.of(url.origin).pool;
      const answer = await undiciFetch(address, {
        headers: [...options.headers],
        dispatcher,
        redirect: "error",
        signal: options.signal,
      });
      return new Response(await answer.text(), { status: answer.status });
    },
  });
  return verifyWith(keys, ASYMMETRIC, how.issuer);
};
