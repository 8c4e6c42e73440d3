/**
 * Keeps one usable token per connection, for any number of processes.
 *
 * 1. A warm call takes the token from memory: no database, no network.
 * 2. From 80 to 90 % of its life on, one caller renews it in the background; everybody else keeps using it.
 * 3. Without a usable token, callers of one process share one wait. That wait reads the row; takes a token that another
 *    process has stored; or takes the lease and renews; or looks again in 25 to 100 ms.
 * 4. The holder extends its lease while the platform is slow. A killed holder's lease runs out by itself (renewal.ts).
 * 5. A commit is fenced: a holder that lost its lease stores nothing.
 * 6. A failure is remembered in the row: the cluster shares the pause, and a terminal one is not hammered. A process without
 *    a usable token looks at the row once a second at most, and so notices when another one has mended it.
 * 7. What was read of a connection before it was forgotten counts for nothing afterwards: the row is read again.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { LRUCache } from "lru-cache";
import { inTime } from "../operations/clock.ts";
import { type Connection, notConnected } from "../vault/connection.ts";
import { isSameSecret } from "../vault/same-secret.ts";
import { OBTAIN_DEADLINE_MS, type TokenRecord } from "../vault/tokens.ts";
import { FORCED_RENEWAL_PAUSE_MS, refusedWhileNew, tooShort, withWait } from "./refusals.ts";
import { LEASE_MS, pauseAfter, type RenewalParts, renew } from "./renewal.ts";
import { createWaits, type Reading, type WaitKind } from "./waits.ts";

/** A token in memory. Times are of the keeper's clock, ms. */
export interface HeldToken {
  readonly connection: Connection;
  readonly accessToken: string;
  readonly version: number;
  readonly renewAt: number;
  readonly expiresAt: number;
}

export interface TokenKeeperOptions extends RenewalParts {
  /** Names this process in a lease. */
  readonly owner: string;
  /** Tokens kept in memory; the least used go first. */
  readonly capacity?: number;
}

export interface TokenKeeper {
  /** The token if it is in memory and usable: a warm call pays a map lookup. Starts a renewal when one is due. */
  peek(id: string): HeldToken | undefined;
  /** Rejects with NOT_CONNECTED, CREDENTIALS_REJECTED, UPSTREAM_REJECTED, UPSTREAM_UNAVAILABLE or RATE_LIMITED. */
  get(id: string): Promise<HeldToken>;
  /** After the platform refused this token: a newer one. Rejects as `get`, or when one was just given. */
  renewed(refused: HeldToken): Promise<HeldToken>;
  /** Drops what is in memory, e.g. because credentials changed. */
  forget(id: string): void;
  /** Renews, in the background, what was used since its last renewal and is due. */
  sweep(): void;
  /** Waits for renewals under way, so that no lease is left behind. */
  close(): Promise<void>;
}

interface Failure {
  readonly error: AddOnError;
  /** When the row says that the platform may be asked again. */
  readonly until: number;
  /** Until when calls are refused without a look at the row; 0 while a usable token is left. */
  readonly blocksUntil: number;
}

/** Longer than a lease left behind by a killed process plus a usual call for a token. */
const WAIT_DEADLINE_MS = 14_000;
const POLL_MS = { least: 25, most: 100 };
const BLOCK_MS = 1_000;

const isUsable = ({ secrets, expiresInMs }: TokenRecord): boolean =>
  secrets?.accessToken !== undefined && expiresInMs > 0;

/** A token that was proved has a higher version than before, and is the same. */
const isNewer = (version: number, accessToken = "", beyond?: HeldToken): boolean =>
  beyond === undefined || (version > beyond.version && !isSameSecret(accessToken, beyond.accessToken));

export const createTokenKeeper = (options: TokenKeeperOptions): TokenKeeper => {
  const { store, sources, clock, owner, random, observe, capacity = 10_000 } = options;
  const held = new LRUCache<string, HeldToken>({ max: capacity });
  const failures = new LRUCache<string, Failure>({ max: capacity });
  const usedSinceRenewal = new Set<string>();
  const waits = createWaits<HeldToken>();
  let isClosing = false;

  const refuse = (
    record: TokenRecord,
    error: AddOnError,
    forMs: number,
    isBlocking = !isUsable(record),
  ): AddOnError => {
    const now = clock.now();
    const blocksUntil = isBlocking ? now + Math.min(forMs, BLOCK_MS) : 0;
    failures.set(record.connection.id, { error, until: now + forMs, blocksUntil });
    return withWait(error, forMs);
  };

  const throwIfRemembered = (record: TokenRecord, isRefused: boolean): void => {
    const { failure } = record;
    if (!failure || failure.retryInMs <= 0) return;
    // With a refused or dead token there is nothing left that a second renewal could spoil.
    if (failure.code === "OUTCOME_UNKNOWN" && (isRefused || !isUsable(record))) return;
    throw refuse(record, new AddOnError(failure.code, failure.message), failure.retryInMs);
  };

  /** Puts a stored token into memory, proving it first if it was never used. Undefined: the row must be read again. */
  const hold = async (record: TokenRecord, reading: Reading): Promise<HeldToken | undefined> => {
    const { connection, version, secrets } = record;
    const { id, provider } = connection;
    const now = clock.now();
    const { confirm } = sources[provider];
    const kept = secrets && (await confirm?.(connection, secrets, AbortSignal.timeout(OBTAIN_DEADLINE_MS)));
    const isProved = kept !== undefined && (await store.replace(id, version, kept));
    // Not replaced, and the same: it is being renewed, and used unproved until then.
    if (kept && !isProved && (await store.read(id))?.version !== version) return undefined;
    if (reading.isOutdated) return undefined;
    const token: HeldToken = {
      connection,
      accessToken: (isProved ? kept : secrets)?.accessToken ?? "",
      version: isProved ? version + 1 : version,
      renewAt: now + record.renewInMs,
      expiresAt: now + record.expiresInMs,
    };
    held.set(id, token);
    failures.delete(id);
    return token;
  };

  /** Steps 3 to 7 until there is a token newer than `beyond`. */
  const acquire = async (
    id: string,
    reading: Reading,
    beyond: HeldToken | undefined,
    isRefused: boolean,
  ): Promise<HeldToken> => {
    const deadline = clock.now() + WAIT_DEADLINE_MS;
    let renewedFrom = Number.POSITIVE_INFINITY;
    for (let isFirst = true; isFirst || clock.now() <= deadline; isFirst = false) {
      reading.isOutdated = false;
      const record = await store.read(id);
      if (reading.isOutdated) continue;
      if (record?.connection.status !== "connected") {
        held.delete(id);
        throw notConnected(id, record?.connection.status === "uninstalled");
      }
      const { provider } = record.connection;
      observe({ type: "read", provider });
      // A platform may give the same token with what is left of its life: nothing is wrong with that, unless it was refused.
      const known = isRefused ? record.secrets?.accessToken : undefined;
      if (isUsable(record) && isNewer(record.version, known, beyond)) {
        const token = await hold(record, reading).catch((error: unknown) => {
          const isRefusal = isAddOnError(error) && error.code === "NOT_CONNECTED";
          throw isRefusal ? refuse(record, error, BLOCK_MS, true) : error;
        });
        if (token) return token;
        continue;
      }
      // Its age is below 0 when the database's clock was set back.
      const isNew = record.ageMs >= 0 && record.ageMs < FORCED_RENEWAL_PAUSE_MS;
      if (isUsable(record) && record.renewInMs > 0 && isNew) throw refusedWhileNew(record);
      throwIfRemembered(record, isRefused);
      if (record.version > renewedFrom) throw tooShort(record);
      const isLeft = isUsable(record) && !isRefused;
      const lease = record.leased
        ? undefined
        : await store.lease(id, record.version, owner, LEASE_MS, isLeft);
      if (lease) {
        await renew(options, record, lease, isLeft).catch((error: unknown) => {
          throw isAddOnError(error) ? refuse(record, error, pauseAfter(error, record)) : error;
        });
        renewedFrom = record.version;
      } else {
        if (isFirst) observe({ type: "waited", provider });
        await clock.sleep(POLL_MS.least + random() * (POLL_MS.most - POLL_MS.least));
      }
    }
    throw new AddOnError(
      "UPSTREAM_UNAVAILABLE",
      "Another process is renewing the token and is not done in time.",
    );
  };

  const shared = (kind: WaitKind, id: string, beyond?: HeldToken): Promise<HeldToken> =>
    waits.share(kind, id, (reading) => acquire(id, reading, beyond, kind === "refused"));

  /** For a call: it waits no longer than this, whatever the renewal it waits for still has to do. */
  const waitFor = async (kind: WaitKind, id: string, beyond?: HeldToken): Promise<HeldToken> => {
    const failure = failures.get(id);
    const now = clock.now();
    if (failure && now < failure.blocksUntil) throw withWait(failure.error, failure.until - now);
    return inTime(
      clock,
      WAIT_DEADLINE_MS,
      shared(kind, id, beyond),
      () => new AddOnError("UPSTREAM_UNAVAILABLE", "The token could not be renewed in time."),
    );
  };

  const renewInBackground = (token: HeldToken): void => {
    const { id } = token.connection;
    const failure = failures.get(id);
    if (isClosing || waits.isRunning("background", id) || (failure && failure.until > clock.now())) return;
    usedSinceRenewal.delete(id);
    // A failure is remembered and counted; until the token expires nobody needs to know.
    shared("background", id, token).catch(() => {});
  };

  return {
    peek: (id) => {
      const token = held.get(id);
      if (!token) return undefined;
      const now = clock.now();
      if (now >= token.expiresAt) return undefined;
      if (now >= token.renewAt) renewInBackground(token);
      else usedSinceRenewal.add(id);
      return token;
    },
    get: (id) => waitFor("call", id),
    renewed: async (refused) => {
      const { id } = refused.connection;
      const token = held.get(id);
      if (token && clock.now() < token.expiresAt && isNewer(token.version, token.accessToken, refused))
        return token;
      const newer = await waitFor("refused", id, refused);
      // The wait that was joined may have begun with an older token, and be content with this one.
      if (isNewer(newer.version, newer.accessToken, refused)) return newer;
      return waitFor("refused", id, refused);
    },
    forget: (id) => {
      held.delete(id);
      failures.delete(id);
      waits.forget(id);
    },
    sweep: () => {
      const now = clock.now();
      for (const id of usedSinceRenewal) {
        const token = held.peek(id);
        if (!token) usedSinceRenewal.delete(id);
        else if (now >= token.renewAt && now < token.expiresAt) renewInBackground(token);
      }
    },
    close: async () => {
      isClosing = true;
      await waits.settled();
    },
  };
};
