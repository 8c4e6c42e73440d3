/**
 * One renewal with the lease in hand: the lease is extended while the platform is slow, the commit is fenced, a failure is
 * remembered for the whole cluster. A rotated refresh token exists nowhere else: while the database is away it is held and
 * tried again; one that comes too late for the row is kept as an orphan, and tried when the platform refuses the one in the row.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import type { Clock } from "../operations/clock.ts";
import { isDatabaseFailure } from "../vault/database-failure.ts";
import type { OrphanStore } from "../vault/orphans.ts";
import type { Lease, TokenRecord, TokenStore } from "../vault/tokens.ts";
import { type Lifetime, pauseAfterFailure, planLifetime } from "./lifetime.ts";
import type { TokenEvent, TokenSources } from "./source.ts";

export interface RenewalParts {
  readonly store: TokenStore;
  readonly orphans: OrphanStore;
  readonly sources: TokenSources;
  readonly clock: Clock;
  /** In [0, 1). */
  readonly random: () => number;
  readonly observe: (event: TokenEvent) => void;
}

export const LEASE_MS = 3_000;
const EXTEND_EVERY_MS = 1_000;
/** One call for a token, all its attempts included. */
export const OBTAIN_DEADLINE_MS = 8_000;
const SAVE_AGAIN_MS = 250;
/** Longer than a database takes to move to another machine. */
const SAVE_DEADLINE_MS = 300_000;
/** An orphan's life is unknown: it is used at once and renewed at once. */
const ORPHAN_LIFE: Lifetime = { renewInMs: 0, expiresInMs: 60_000 };

const UNKNOWN_OUTCOME = "The answer to a renewal was lost; the token at hand is used until its end.";

const toTokenError = (cause: unknown, provider: string, isOneShot: boolean): AddOnError => {
  const isOurs = isAddOnError(cause);
  const isLost = !isOurs || (cause.code === "UPSTREAM_UNAVAILABLE" && cause.details?.["wasSent"] !== false);
  if (isOneShot && isLost) return new AddOnError("OUTCOME_UNKNOWN", UNKNOWN_OUTCOME, { cause });
  return isOurs
    ? cause
    : new AddOnError("UPSTREAM_UNAVAILABLE", `No token could be had from ${provider}.`, { cause });
};

/** How long the cluster waits before it asks again, ms. */
export const pauseAfter = (error: AddOnError, record: TokenRecord): number => {
  if (error.code === "OUTCOME_UNKNOWN") return record.expiresInMs;
  const retryAfterMs = error.details?.["retryAfterMs"];
  return pauseAfterFailure(
    record.failure?.count ?? 0,
    !error.retryable,
    typeof retryAfterMs === "number" ? retryAfterMs : undefined,
  );
};

/** Until it is saved, or the deadline is over; errors that will not pass are passed on at once. */
const untilSaved = async <Saved>(
  clock: Clock,
  deadlineMs: number,
  save: () => Promise<Saved>,
): Promise<Saved> => {
  const deadline = clock.now() + deadlineMs;
  for (;;) {
    try {
      return await save();
    } catch (error) {
      if (!isDatabaseFailure(error) || clock.now() >= deadline) throw error;
      await clock.sleep(SAVE_AGAIN_MS);
    }
  }
};

/** Rejects with the source's error once it is remembered in the row. */
export const renew = async (parts: RenewalParts, record: TokenRecord, lease: Lease): Promise<void> => {
  const { store, orphans, sources, clock, random, observe } = parts;
  const { connection, secrets } = record;
  const { id, provider, business } = connection;
  const startedAt = clock.now();

  const done = new AbortController();
  const extend = async (): Promise<void> => {
    await clock.sleep(EXTEND_EVERY_MS, done.signal);
    // A vault that does not answer for a moment is not a lost lease; the fence decides at the commit.
    while (!done.signal.aborted && (await store.extend(lease, LEASE_MS).catch(() => true))) {
      await clock.sleep(EXTEND_EVERY_MS, done.signal);
    }
  };
  const extending = extend();

  const adoptOrphan = async (): Promise<boolean> => {
    const orphan = await orphans.newest(id);
    if (!orphan || !(await store.commit(lease, orphan.secrets, ORPHAN_LIFE))) return false;
    await orphans.drop(orphan.orphanId);
    return true;
  };

  const isOneShot = sources[provider].isOneShot?.(secrets) === true && record.expiresInMs > 0;
  try {
    if (isOneShot && !(await store.intend(lease, UNKNOWN_OUTCOME, record.expiresInMs))) return;
    const signal = AbortSignal.timeout(OBTAIN_DEADLINE_MS);
    const obtained = await sources[provider].obtain(connection, secrets, signal);
    const durationMs = clock.now() - startedAt;
    observe({ type: "obtained", provider, business, durationMs });
    const life = planLifetime(obtained.lifeMs, durationMs, random());
    const { refreshToken } = obtained.secrets;
    const deadlineMs = refreshToken ? SAVE_DEADLINE_MS : 0;
    if (await untilSaved(clock, deadlineMs, () => store.commit(lease, obtained.secrets, life))) return;
    observe({ type: "lease-lost", provider });
    if (refreshToken) await untilSaved(clock, deadlineMs, () => orphans.keep(id, obtained.secrets));
  } catch (cause) {
    const error = toTokenError(cause, provider, isOneShot);
    observe({ type: "failed", provider, code: error.code, durationMs: clock.now() - startedAt });
    if (error.code === "CREDENTIALS_REJECTED" && (await adoptOrphan())) return;
    await store.fail(lease, {
      code: error.code,
      message: error.message,
      retryInMs: pauseAfter(error, record),
    });
    throw error;
  } finally {
    done.abort();
    await extending;
  }
};
