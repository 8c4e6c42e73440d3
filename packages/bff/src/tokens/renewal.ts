/**
 * One renewal with the lease in hand: the lease is extended while the platform is slow, the commit is fenced, a failure is
 * remembered for the whole cluster. A rotated refresh token exists nowhere else, so that:
 *
 *   - While the database is away, or refuses it for whatever reason, it is held and tried again. A commit that was executed,
 *     and only its answer lost, shows in the row.
 *   - One that comes too late for the row is kept as an orphan, beside a note of what the row held when it was asked for.
 *   - As long as the row still holds that, the orphan is its successor: it is stored in the row instead of asking the
 *     platform, which would be sent a spent token. Later it is of no use, and every commit drops it.
 *   - That a token is about to be spent is written into the row before. While a usable token is left, one whose outcome is
 *     unknown is not sent again. Without one it is, once whoever sent it before has had the time to come back with its answer.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import type { Clock } from "../operations/clock.ts";
import { noneUnlessAway } from "../vault/database-failure.ts";
import type { OrphanStore } from "../vault/orphans.ts";
import { isSameSecret } from "../vault/same-secret.ts";
import {
  type Lease,
  OBTAIN_DEADLINE_MS,
  type TokenRecord,
  type TokenSecrets,
  type TokenStore,
} from "../vault/tokens.ts";
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
const SAVE_AGAIN_MS = 250;
/** Five minutes at least: longer than a database takes to move to another machine. */
const MOST_TRIES = 1_200;
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

/** Until it is saved. Counted, because a machine may sleep meanwhile. */
const untilSaved = async (
  clock: Clock,
  tries: number,
  save: () => Promise<void>,
  onWait: () => void,
): Promise<void> => {
  for (let count = 1; ; count += 1) {
    try {
      return await save();
    } catch (error) {
      if (count >= tries) throw error;
      if (count === 1) onWait();
      await clock.sleep(SAVE_AGAIN_MS);
    }
  }
};

/** What a renewal spends: it tells whether the row still holds what it held. */
const spentFrom = (secrets: TokenSecrets | undefined): string =>
  secrets?.refreshToken ?? secrets?.legacyToken ?? "";

const isSamePair = (one: TokenSecrets | undefined, other: TokenSecrets): boolean =>
  isSameSecret(one?.accessToken ?? "", other.accessToken ?? "") &&
  isSameSecret(one?.refreshToken ?? "", other.refreshToken ?? "");

/** Rejects with the source's error once it is remembered in the row. `isTokenLeft`: calls do not depend on this renewal. */
export const renew = async (
  parts: RenewalParts,
  record: TokenRecord,
  lease: Lease,
  isTokenLeft: boolean,
): Promise<void> => {
  const { store, orphans, sources, clock, random, observe } = parts;
  const { connection, secrets } = record;
  const { id, provider, business } = connection;
  const startedAt = clock.now();
  const spent = spentFrom(secrets);
  const isOneShot = sources[provider].isOneShot?.(secrets) === true;
  /** Nobody else spends the same token while the call may still be answered, also when the holder stands still for seconds. */
  const leaseMs = isOneShot ? OBTAIN_DEADLINE_MS : LEASE_MS;

  const done = new AbortController();
  /** A vault that does not answer for a moment is not a lost lease; the fence decides at the commit. */
  const extend = async (): Promise<void> => {
    do {
      await clock.sleep(EXTEND_EVERY_MS, done.signal);
    } while (!done.signal.aborted && (await store.extend(lease, leaseMs).catch(() => true)));
  };
  const extending = extend();

  /** False when there is none; a lost lease is for the next reader of the row. */
  const adoptOrphan = async (): Promise<boolean> => {
    const orphan = await orphans.newest(id);
    if (!orphan || !isSameSecret(orphan.spent ?? "", spent)) return false;
    const { legacyToken = orphan.secrets.legacyToken } = secrets ?? {};
    await store.commit(lease, { ...orphan.secrets, legacyToken }, ORPHAN_LIFE);
    return true;
  };

  const save = async (obtained: TokenSecrets, life: Lifetime): Promise<void> => {
    if (await store.commit(lease, obtained, life)) return;
    // One that does not open here: whoever can open it finds out whether the orphan succeeds it.
    const current = await store.read(id).catch(noneUnlessAway);
    const { refreshToken } = obtained;
    if (isSamePair(current?.secrets, obtained)) return;
    const isRotated = refreshToken !== undefined && !isSameSecret(refreshToken, spent);
    const isUnspent = !current || isSameSecret(spentFrom(current.secrets), spent);
    if (isRotated && isUnspent) await orphans.keep(id, obtained, spent);
    observe({ type: "lease-lost", provider });
  };

  const pauseMs = isTokenLeft ? record.expiresInMs : 0;
  let isSpending = false;
  try {
    if (record.failure?.code === "OUTCOME_UNKNOWN") await clock.sleep(2 * SAVE_AGAIN_MS);
    if (await adoptOrphan()) return;
    const intendedAt = clock.now();
    if (isOneShot && !(await store.intend(lease, UNKNOWN_OUTCOME, pauseMs))) return;
    // Of the lease's time, when word of it was long in coming: afterwards another process may have sent the token.
    const leftMs = Math.ceil(intendedAt + OBTAIN_DEADLINE_MS - clock.now());
    if (leftMs <= 0) return;
    isSpending = isOneShot && isTokenLeft;
    const signal = AbortSignal.timeout(leftMs);
    const obtained = await sources[provider].obtain(connection, secrets, signal);
    const durationMs = clock.now() - startedAt;
    observe({ type: "obtained", provider, business, durationMs });
    const life = planLifetime(obtained.lifeMs, durationMs, random());
    await untilSaved(
      clock,
      obtained.secrets.refreshToken ? MOST_TRIES : 1,
      () => save(obtained.secrets, life),
      () => observe({ type: "unsaved", provider }),
    );
  } catch (cause) {
    const error = toTokenError(cause, provider, isSpending);
    observe({ type: "failed", provider, code: error.code, durationMs: clock.now() - startedAt });
    // It may have been kept meanwhile. Another reason, such as a wrong client secret, says nothing of the token.
    if (error.details?.["reason"] === "reauthorize" && (await adoptOrphan())) return;
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
