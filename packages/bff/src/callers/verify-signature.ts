/** Checks the signature of a caller's token, with Privage's published keys or with a shared one. */
import { AddOnError } from "@privage-addons/contracts";
import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTVerifyGetKey,
  type JWTVerifyOptions,
  jwtVerify,
} from "jose";
import * as z from "zod";
import type { CallerVerification } from "../config/config.ts";
import type { Upstreams } from "../forward/upstreams.ts";
import type { Clock } from "../operations/clock.ts";
import { fetchKeySet } from "./key-set.ts";
import { businessCode, refused, type VerifyCaller } from "./verify.ts";

const claimsSchema = z.object({
  business_code: businessCode,
  appconnect_id: z.number().optional(),
  exp: z.number(),
});

/** A token need not name its key (RFC 7515 section 4.1.4): while keys are replaced there are several that may be meant. */
const verifyByAnyKey = async (token: string, getKey: JWTVerifyGetKey, options: JWTVerifyOptions) => {
  try {
    return await jwtVerify(token, getKey, options);
  } catch (several) {
    if (!(several instanceof errors.JWKSMultipleMatchingKeys)) throw several;
    for await (const key of several) {
      try {
        return await jwtVerify(token, key, options);
      } catch (error) {
        if (!(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      }
    }
    throw several;
  }
};

const verifyWith =
  (getKey: JWTVerifyGetKey, algorithms: string[], issuer: string | undefined, clock: Clock): VerifyCaller =>
  async (token) => {
    try {
      const now = clock.wallNow();
      const options = {
        algorithms,
        requiredClaims: ["exp"],
        clockTolerance: 5,
        currentDate: new Date(now),
        ...(issuer && { issuer }),
      };
      const { payload } = await verifyByAnyKey(token, getKey, options);
      const claims = claimsSchema.parse(payload);
      return {
        caller: { business: claims.business_code, appconnectId: claims.appconnect_id },
        lifeMs: claims.exp * 1000 - now,
      };
    } catch (cause) {
      // A key set that cannot be had is no error of jose, or its generic one; everything else of jose is about the token.
      const isJose = cause instanceof errors.JOSEError && cause.code !== "ERR_JOSE_GENERIC";
      const isAboutToken = (isJose && !(cause instanceof errors.JWKSTimeout)) || cause instanceof z.ZodError;
      if (!isAboutToken)
        throw new AddOnError("UPSTREAM_UNAVAILABLE", "The keys that check access tokens cannot be had.", {
          cause,
        });
      throw refused(cause);
    }
  };

const KEYS_DEADLINE_MS = 5_000;
/** From when on one call asks for the keys again, so that those that are withdrawn end. */
const KEYS_ASK_AGAIN_MS = 300_000;
/**
 * A key that is not known may be new. However many are made up, Privage is asked once in so long: while it has no keys to give, so
 * few failures open no circuit, and its API is called on.
 */
const KEYS_COOLDOWN_MS = 2_000;
const ASYMMETRIC = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"];

export const createSignatureVerifier = (
  how: Exclude<CallerVerification, { by: "introspection" }>,
  upstreams: Upstreams,
  clock: Clock,
): VerifyCaller => {
  // An asymmetric key is never taken for a shared one, nor the other way round (RFC 8725 section 3.1).
  if (how.by === "shared-key")
    return verifyWith(() => how.key, ["HS256", "HS384", "HS512"], how.issuer, clock);
  let askedAt = Number.NEGATIVE_INFINITY;
  let answer: Promise<string> | undefined;
  const askForKeys = (url: string, signal: AbortSignal): Promise<string> => {
    if (answer && clock.now() - askedAt < KEYS_COOLDOWN_MS) return answer;
    askedAt = clock.now();
    answer = fetchKeySet(upstreams, url, signal);
    return answer;
  };
  const keys = createRemoteJWKSet(new URL(how.url), {
    timeoutDuration: KEYS_DEADLINE_MS,
    cooldownDuration: KEYS_COOLDOWN_MS,
    // By jose's own limit, tokens of known keys would be refused while Privage cannot be asked.
    cacheMaxAge: Number.POSITIVE_INFINITY,
    [customFetch]: async (url, { signal }) => new Response(await askForKeys(url, signal)),
  });
  const currentKeys: JWTVerifyGetKey = async (header, token) => {
    const isOld = clock.now() - askedAt >= KEYS_ASK_AGAIN_MS;
    if (isOld && keys.jwks()) await keys.reload().catch(() => {}); // Those in memory do.
    return keys(header, token);
  };
  return verifyWith(currentKeys, ASYMMETRIC, how.issuer, clock);
};
