/**
 * Keeps one usable token per connection, for any number of processes.
 *
 * 1. A warm call takes the token from memory: no database, no network.
 * 2. From 80 to 90 % of its life on, one caller renews it in the background; everybody else keeps using it.
 * 3. Without a usable token, callers of one process share one wait. That wait reads the row; takes a token that another
 *    process has stored; or takes the lease and renews; or looks again in 25 to 100 ms.
 * 4. The holder extends its lease while the platform is slow. A killed holder's lease runs out by itself (renewal.ts).
 * 5. A commit is fenced: a holder that lost its lease stores nothing.
 * 6. A failure is remembered in the row: the cluster shares the pause, and a terminal one is not hammered.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { LRUCache } from "lru-cache";
import type { Connection } from "../vault/connections.ts";
import type { TokenRecord } from "../vault/tokens.ts";
import { LEASE_MS, OBTAIN_DEADLINE_MS, pauseAfter, type RenewalParts, renew } from "./renewal.ts";

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
  /** After the platform refused the token of `version`: a newer one. Rejects as `get`, or when one was just given. */
  renewed(id: string, version: number): Promise<HeldToken>;
  /** Drops what is in memory, e.g. because credentials changed. */
  forget(id: string): void;
  /** Renews, in the background, what was used since its last renewal and is due. */
  sweep(): void;
  /** Waits for renewals under way, so that no lease is left behind. */
  close(): Promise<void>;
}

interface Failure {
  readonly error: AddOnError;
  readonly until: number;
  /** Whether calls fail too, because no usable token is left. */
  readonly isBlocking: boolean;
}

/** Longer than a lease left behind by a killed process plus a whole call for a token. */
const WAIT_DEADLINE_MS = 14_000;
const POLL_MS = { least: 25, most: 100 };
/** A platform that refuses every new token is not asked for another more often than this. */
const FORCED_RENEWAL_PAUSE_MS = 10_000;

const isUsable = ({ secrets, expiresInMs }: TokenRecord): boolean =>
  secrets?.accessToken !== undefined && expiresInMs > 0;

const assertConnected = (record: TokenRecord | undefined, id: string): TokenRecord => {
  if (record?.connection.status === "connected") return record;
  const [provider, business] = id.split(":", 2);
  const isUninstalled = record?.connection.status === "uninstalled";
  const why = isUninstalled ? " The merchant uninstalled the app and has to install it again." : "";
  throw new AddOnError("NOT_CONNECTED", `${business} is not connected to ${provider}.${why}`);
};

/** An error that another call may mend says when: the platform is not asked before. */
const withWait = (error: AddOnError, retryAfterMs: number): AddOnError =>
  error.retryable
    ? new AddOnError(error.code, error.message, { cause: error, details: { ...error.details, retryAfterMs } })
    : error;

const refusedWhileNew = ({ connection, ageMs }: TokenRecord): AddOnError =>
  new AddOnError(
    "CREDENTIALS_REJECTED",
    `${connection.provider} refuses a token that it gave ${Math.round(ageMs / 1000)} s ago.`,
    { retryable: true, details: { retryAfterMs: FORCED_RENEWAL_PAUSE_MS - ageMs } },
  );

export const createTokenKeeper = (options: TokenKeeperOptions): TokenKeeper => {
  const { store, sources, clock, owner, random, observe, capacity = 10_000 } = options;
  const held = new LRUCache<string, HeldToken>({ max: capacity });
  const failures = new LRUCache<string, Failure>({ max: capacity });
  const usedSinceRenewal = new Set<string>();
  const waits = new Map<string, Promise<HeldToken>>();
  let isClosing = false;

  const refuse = (record: TokenRecord, error: AddOnError, forMs: number): AddOnError => {
    const until = clock.now() + forMs;
    failures.set(record.connection.id, { error, until, isBlocking: !isUsable(record) });
    return withWait(error, forMs);
  };

  const throwIfBlocked = (id: string): void => {
    const failure = failures.get(id);
    const leftMs = (failure?.until ?? 0) - clock.now();
    if (failure?.isBlocking && leftMs > 0) throw withWait(failure.error, leftMs);
  };

  const throwIfRemembered = (record: TokenRecord, isRefused: boolean): void => {
    const { failure } = record;
    if (!failure || failure.retryInMs <= 0) return;
    // With a refused or dead token there is nothing left that a second renewal could spoil.
    if (failure.code === "OUTCOME_UNKNOWN" && (isRefused || !isUsable(record))) return;
    throw refuse(record, new AddOnError(failure.code, failure.message), failure.retryInMs);
  };

  /** Puts a stored token into memory, proving it first if it was never used. */
  const hold = async (record: TokenRecord): Promise<HeldToken> => {
    const { connection } = record;
    let { secrets, version } = record;
    const { confirm } = sources[connection.provider];
    const kept = secrets && (await confirm?.(connection, secrets, AbortSignal.timeout(OBTAIN_DEADLINE_MS)));
    if (kept && (await store.replace(connection.id, version, kept))) {
      secrets = kept;
      version += 1;
    }
    const now = clock.now();
    const token: HeldToken = {
      connection,
      accessToken: secrets?.accessToken ?? "",
      version,
      renewAt: now + record.renewInMs,
      expiresAt: now + record.expiresInMs,
    };
    held.set(connection.id, token);
    failures.delete(connection.id);
    return token;
  };

  /** Steps 3 to 6 until there is a token newer than `beyond`. */
  const acquire = async (id: string, beyond?: number, isRefused = false): Promise<HeldToken> => {
    const deadline = clock.now() + WAIT_DEADLINE_MS;
    for (let isFirst = true; ; isFirst = false) {
      const record = assertConnected(await store.read(id), id);
      const { provider } = record.connection;
      observe({ type: "read", provider });
      const isNewer = beyond === undefined || record.version > beyond;
      if (isNewer && isUsable(record)) return hold(record);
      if (isUsable(record) && record.renewInMs > 0 && record.ageMs < FORCED_RENEWAL_PAUSE_MS) {
        throw refusedWhileNew(record);
      }
      throwIfRemembered(record, isRefused);
      const lease = record.leased ? undefined : await store.lease(id, record.version, owner, LEASE_MS);
      if (lease) {
        await renew(options, record, lease).catch((error: unknown) => {
          throw isAddOnError(error) ? refuse(record, error, pauseAfter(error, record)) : error;
        });
      } else {
        if (isFirst) observe({ type: "waited", provider });
        await clock.sleep(POLL_MS.least + random() * (POLL_MS.most - POLL_MS.least));
      }
      if (clock.now() > deadline) {
        throw new AddOnError(
          "UPSTREAM_UNAVAILABLE",
          "Another process is renewing the token and is not done in time.",
        );
      }
    }
  };

  /** One wait per connection and process; only its own entry is cleared, and a failure is never kept as a promise. */
  const shared = (id: string, beyond?: number, isRefused?: boolean): Promise<HeldToken> => {
    const running = waits.get(id);
    if (running !== undefined) return running;
    const wait = acquire(id, beyond, isRefused).finally(() => {
      if (waits.get(id) === wait) waits.delete(id);
    });
    waits.set(id, wait);
    return wait;
  };

  /** For a call: it waits no longer than this, whatever the renewal it waits for still has to do. */
  const inTime = async (wait: Promise<HeldToken>): Promise<HeldToken> => {
    const done = new AbortController();
    const late = clock.sleep(WAIT_DEADLINE_MS, done.signal).then(() => {
      throw new AddOnError("UPSTREAM_UNAVAILABLE", "The token could not be renewed in time.");
    });
    try {
      return await Promise.race([wait, late]);
    } finally {
      done.abort();
    }
  };

  const renewInBackground = ({ connection: { id }, version }: HeldToken): void => {
    const failure = failures.get(id);
    if (isClosing || waits.has(id) || (failure && failure.until > clock.now())) return;
    usedSinceRenewal.delete(id);
    // A failure is remembered and counted; until the token expires nobody needs to know.
    shared(id, version).catch(() => {});
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
    get: async (id) => {
      throwIfBlocked(id);
      return inTime(shared(id));
    },
    renewed: async (id, version) => {
      const token = held.get(id);
      if (token && token.version > version && clock.now() < token.expiresAt) return token;
      throwIfBlocked(id);
      const newer = await inTime(shared(id, version, true));
      // The wait that was joined may have been a plain one, which is content with the refused token.
      return newer.version > version ? newer : inTime(shared(id, version, true));
    },
    forget: (id) => {
      held.delete(id);
      failures.delete(id);
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
      await Promise.allSettled(waits.values());
    },
  };
};
