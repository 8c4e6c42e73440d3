/**
 * The token of each connection and the lease on its renewal. One row holds both, so that every step is one atomic
 * statement, or one transaction, on the database's clock:
 *
 *   lease    take the right to renew, if the token is still the one seen, nobody holds a live lease, and no remembered
 *            failure wants a pause, which may have been written since the row was read; fence + 1
 *   extend   keep a live lease while the platform is slow
 *   commit   store the new token, if the fence is still ours; version + 1, lease released, orphans dropped
 *   fail     remember why it did not work and when to try again, if the fence is still ours
 *
 * Nothing here is bound to a database session, so that a transaction-pooling proxy (PgBouncer) may stand in between.
 */
import { type ErrorCode, isErrorCode } from "@privage-addons/contracts";
import { type Kysely, sql } from "kysely";
import * as z from "zod";
import { type Connection, toConnection } from "./connection.ts";
import type { Database } from "./database.ts";
import type { Keyring } from "./keyring.ts";
import { hasChanged, NO_FAILURE, type Tables } from "./tables.ts";

export const tokenSecretsSchema = z.object({
  accessToken: z.string().optional(),
  refreshToken: z.string().optional(),
  /** Haravan's old shop token, kept until the new one has answered. */
  legacyToken: z.string().optional(),
});

/** What is sealed for one connection. */
export type TokenSecrets = z.infer<typeof tokenSecretsSchema>;

export interface RememberedFailure {
  readonly code: ErrorCode;
  readonly message: string;
  /** How many in a row. */
  readonly count: number;
  /** ms until the next attempt is due; 0 or less when it is. */
  readonly retryInMs: number;
}

/** A connection and its token as they are now. Every duration is in ms from the moment of reading. */
export interface TokenRecord {
  readonly connection: Connection;
  readonly secrets: TokenSecrets | undefined;
  readonly version: number;
  readonly renewInMs: number;
  readonly expiresInMs: number;
  /** ms since the last stored token. */
  readonly ageMs: number;
  readonly leased: boolean;
  /** That an outcome is unknown is one only when nobody waits for it any more. */
  readonly failure: RememberedFailure | undefined;
}

export interface Lease {
  readonly id: string;
  readonly fence: number;
  readonly version: number;
}

export type TokenStore = ReturnType<typeof createTokenStore>;

/** One call for a token, all its attempts included. */
export const OBTAIN_DEADLINE_MS = 8_000;

export const tokenSealContext = (id: string, version: number): string => `token/${id}/v${version}`;

/**
 * When the clock was set back, leases and pauses of before seem to last for hours: none is believed to be longer than any is.
 * A refusal's pause is what the platform asked for, one hour at most (forward/ask.ts); an unknown outcome's is the token's life.
 */
const LONGEST_LEASE_MS = 60_000;
const LONGEST_PAUSE_MS = 3_600_000;

const NO_LEASE = { lease_until: 0, lease_owner: null } as const;

export const createTokenStore = ({ db, now }: Database, keyring: Keyring) => {
  const seal = (secrets: TokenSecrets, id: string, version: number) =>
    keyring.seal(JSON.stringify(secrets), tokenSealContext(id, version));
  const fenced = ({ id, fence }: Lease, over: Kysely<Tables> = db) =>
    over.updateTable("token").where("id", "=", id).where("fence", "=", fence);
  const after = (ms: number) => sql<number>`${now} + ${Math.round(ms)}`;
  const isFree = sql<boolean>`(lease_until < ${now} or lease_until > ${after(LONGEST_LEASE_MS)})`;
  const isDue = sql<boolean>`(retry_at <= ${now}
    or (failure_code <> 'OUTCOME_UNKNOWN' and retry_at > ${after(LONGEST_PAUSE_MS)}))`;

  return {
    read: async (id: string): Promise<TokenRecord | undefined> => {
      const row = await db
        .selectFrom("token")
        .innerJoin("connection", "connection.id", "token.id")
        .selectAll("connection")
        .select([
          "token.sealed as token_sealed",
          "version",
          "renew_at",
          "expires_at",
          "minted_at",
          "lease_until",
          "failures",
          "retry_at",
          "failure_code",
          "failure_message",
        ])
        .select(now.as("time"))
        .where("token.id", "=", id)
        .executeTakeFirst();
      if (!row) return undefined;
      const leaseMs = row.lease_until - row.time;
      const pauseMs = row.retry_at - row.time;
      const leased = leaseMs > 0 && leaseMs <= LONGEST_LEASE_MS;
      const isUnknown = row.failure_code === "OUTCOME_UNKNOWN";
      const isPauseBelieved = pauseMs <= LONGEST_PAUSE_MS || isUnknown;
      return {
        connection: toConnection(row, keyring),
        secrets: row.token_sealed
          ? tokenSecretsSchema.parse(
              JSON.parse(keyring.open(row.token_sealed, tokenSealContext(id, row.version))),
            )
          : undefined,
        version: row.version,
        renewInMs: row.renew_at - row.time,
        expiresInMs: row.expires_at - row.time,
        ageMs: row.time - row.minted_at,
        leased,
        failure:
          isErrorCode(row.failure_code) && !(isUnknown && leased)
            ? {
                code: row.failure_code,
                message: row.failure_message ?? "",
                count: row.failures,
                retryInMs: isPauseBelieved ? pauseMs : 0,
              }
            : undefined,
      };
    },

    /**
     * Undefined when somebody else holds it, the token is no longer of `version`, or a failure's pause is not over. An unknown
     * outcome is of no account when no token `isLeft` that could be used meanwhile.
     */
    lease: (
      id: string,
      version: number,
      owner: string,
      forMs: number,
      isLeft = false,
    ): Promise<Lease | undefined> =>
      db
        .updateTable("token")
        .set((token) => ({ fence: token("fence", "+", 1), lease_owner: owner, lease_until: after(forMs) }))
        .where("id", "=", id)
        .where("version", "=", version)
        .where(isFree)
        .where(isLeft ? isDue : sql<boolean>`(${isDue} or failure_code = 'OUTCOME_UNKNOWN')`)
        .returning(["id", "fence", "version"])
        .executeTakeFirst(),

    /**
     * Writes down, before the call, that its outcome is unknown; `commit` or `fail` will say better. The lease lasts as long as
     * the call may, whatever becomes of its holder. False: lease lost.
     */
    intend: (lease: Lease, message: string, retryInMs: number): Promise<boolean> =>
      hasChanged(
        fenced(lease).set({
          failure_code: "OUTCOME_UNKNOWN",
          failure_message: message,
          retry_at: after(retryInMs),
          lease_until: after(OBTAIN_DEADLINE_MS),
        }),
      ),

    /** False when the lease was lost. */
    extend: (lease: Lease, forMs: number): Promise<boolean> =>
      hasChanged(
        fenced(lease)
          // Given back is given back: an extension that comes after its own commit must not bring the lease to life again.
          .where("lease_until", ">", 0)
          .set({ lease_until: after(forMs) }),
      ),

    /** Drops the connection's orphans too. False when the lease was lost: then nothing was stored. */
    commit: (lease: Lease, secrets: TokenSecrets, life: Pick<TokenRecord, "renewInMs" | "expiresInMs">) => {
      const version = lease.version + 1;
      return db.transaction().execute(async (transaction) => {
        const isOurs = await hasChanged(
          fenced(lease, transaction)
            .where("version", "=", lease.version)
            .set({
              sealed: seal(secrets, lease.id, version),
              version,
              minted_at: now,
              renew_at: after(life.renewInMs),
              expires_at: after(life.expiresInMs),
              ...NO_LEASE,
              ...NO_FAILURE,
            }),
        );
        // They succeed what the row held before.
        if (isOurs) await transaction.deleteFrom("orphan").where("connection_id", "=", lease.id).execute();
        return isOurs;
      });
    },

    fail: (lease: Lease, { code, message, retryInMs }: Omit<RememberedFailure, "count">): Promise<boolean> =>
      hasChanged(
        fenced(lease).set((token) => ({
          failures: token("failures", "+", 1),
          retry_at: after(retryInMs),
          failure_code: code,
          failure_message: message,
          ...NO_LEASE,
        })),
      ),

    /** Replaces what is sealed without a lease, if `version` is still current and nobody holds a lease. */
    replace: (id: string, version: number, secrets: TokenSecrets, options: { expireNow?: boolean } = {}) =>
      hasChanged(
        db
          .updateTable("token")
          .set({
            sealed: seal(secrets, id, version + 1),
            version: version + 1,
            ...(options.expireNow && { expires_at: 0, renew_at: 0, ...NO_FAILURE }),
          })
          .where("id", "=", id)
          .where("version", "=", version)
          .where(isFree),
      ),
  };
};
