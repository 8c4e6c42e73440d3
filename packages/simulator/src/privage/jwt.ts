import { randomBytes } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { Clock } from "../clock/clock.ts";

type Audience = "management-site" | "connect";

/** Signs and reads the platform's own JWTs, on the simulator's clock. */
export interface JwtKey {
  readonly sign: (
    audience: Audience,
    subject: string,
    lifeSeconds: number,
    claims: Readonly<Record<string, unknown>>,
  ) => Promise<string>;
  /** The claims, or undefined for anything that is not a living token of ours for this audience. */
  readonly read: (
    audience: Audience,
    token: string,
  ) => Promise<Readonly<Record<string, unknown>> | undefined>;
}

export const createJwtKey = (clock: Clock): JwtKey => {
  const key = randomBytes(32);
  const seconds = () => Math.floor(clock.now() / 1000);
  return {
    sign: (audience, subject, lifeSeconds, claims) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: "HS256", typ: "JWT" })
        .setAudience(audience)
        .setSubject(subject)
        .setJti(randomBytes(9).toString("base64url"))
        .setIssuedAt(seconds())
        .setExpirationTime(seconds() + lifeSeconds)
        .sign(key),
    read: async (audience, token) => {
      try {
        const currentDate = new Date(clock.now());
        return (await jwtVerify(token, key, { audience, currentDate, algorithms: ["HS256"] })).payload;
      } catch {
        return undefined;
      }
    },
  };
};
