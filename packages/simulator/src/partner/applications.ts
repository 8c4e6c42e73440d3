/**
 * Client credentials. An API Application fixes scopes and branches; a token carries none of them, so a change there works
 * at once. A token lives an hour; it dies early when the application is suspended or its tokens are revoked.
 */
import { randomBytes } from "node:crypto";
import { jwtVerify, SignJWT } from "jose";
import type { Clock } from "../clock/clock.ts";
import { DEMO_CREDENTIALS } from "../credentials.ts";
import { json } from "../server/answer.ts";
import { isSameSecret } from "../server/same-secret.ts";
import { failure } from "./errors.ts";
import type { PartnerHandlers } from "./handlers.ts";
import type { Store } from "./store.ts";

export const ALL_SCOPES = [
  "read:sales",
  "read:products",
  "read:inventory",
  "read:purchasing",
  "read:customers",
  "read:customers:pii",
  "read:reports",
  "read:webhooks",
] as const;

export interface Application {
  readonly clientId: string;
  readonly clientSecret: string;
  readonly store: Store;
  status: "active" | "suspended";
  scopes: ReadonlySet<string>;
  branchIds: ReadonlySet<string>;
  /** Raised to revoke every token that was issued before. */
  generation: number;
}

const TOKEN_LIFE_SECONDS = 3600;

export interface Applications {
  readonly all: () => readonly Application[];
  readonly byClientId: (clientId: string) => Application | undefined;
  readonly byToken: (token: string) => Promise<Application | undefined>;
  readonly handlers: Pick<PartnerHandlers<undefined>, "issueToken">;
  readonly reset: () => void;
}

export const createApplications = (clock: Clock, stores: ReadonlyMap<string, Store>): Applications => {
  const key = randomBytes(32);
  const seconds = () => Math.floor(clock.now() / 1000);
  let applications: Application[] = [];
  const reset = () => {
    applications = Object.entries(DEMO_CREDENTIALS).flatMap(([code, { partner }]) => {
      const store = stores.get(code);
      if (!store) return [];
      // The last branch is out of reach, and one of the two businesses has no personal data: both happen in real life.
      const branchIds = new Set(store.branches.slice(0, -1).map(({ id }) => id));
      const scopes = new Set(
        ALL_SCOPES.filter((scope) => code === "CAFE01" || scope !== "read:customers:pii"),
      );
      return [{ ...partner, store, status: "active" as const, scopes, branchIds, generation: 0 }];
    });
  };
  reset();
  const byClientId = (clientId: string) => applications.find((one) => one.clientId === clientId);

  return {
    all: () => applications,
    byClientId,
    byToken: async (token) => {
      try {
        const currentDate = new Date(clock.now());
        const { payload } = await jwtVerify(token, key, { currentDate, algorithms: ["HS256"] });
        const application = byClientId(String(payload.sub));
        const lives = application?.status === "active" && payload["gen"] === application.generation;
        return lives ? application : undefined;
      } catch {
        return undefined;
      }
    },
    handlers: {
      issueToken: async ({ body }) => {
        const application = byClientId(body.client_id);
        if (!application || !isSameSecret(body.client_secret, application.clientSecret)) {
          return failure(401, "invalid_client", "Invalid client_id or client_secret");
        }
        if (application.status !== "active") {
          return failure(401, "invalid_client", "API application is suspended or revoked");
        }
        const access_token = await new SignJWT({ gen: application.generation })
          .setProtectedHeader({ alg: "HS256", typ: "JWT" })
          .setSubject(application.clientId)
          .setJti(randomBytes(9).toString("base64url"))
          .setIssuedAt(seconds())
          .setExpirationTime(seconds() + TOKEN_LIFE_SECONDS)
          .sign(key);
        return json(200, { access_token, token_type: "Bearer", expires_in: TOKEN_LIFE_SECONDS });
      },
    },
    reset,
  };
};
