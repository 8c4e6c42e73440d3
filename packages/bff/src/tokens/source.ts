import type { Connection, Provider } from "../vault/connection.ts";
import type { TokenSecrets } from "../vault/tokens.ts";

/** What a platform gave. */
export interface ObtainedToken {
  readonly secrets: TokenSecrets;
  /** ms, counted from before the request was sent. May be decades: never the argument of a timer. */
  readonly lifeMs: number;
}

/**
 * Where tokens come from. Three implementations: client credentials (Partner), a refreshable pair (Haravan), and API key
 * with secret (Privage). Caching, leasing and the memory of failures are the keeper's, the same for all.
 */
export interface TokenSource {
  /**
   * Gets a new token from the platform. `held` is what the vault has, perhaps expired.
   *
   * Rejects with CREDENTIALS_REJECTED when only a person can help (remembered for minutes; `details.reason` is `reauthorize`
   * when the platform no longer knows the held token), or with UPSTREAM_UNAVAILABLE or RATE_LIMITED when trying again later
   * may help (`details.retryAfterMs`).
   */
  obtain(connection: Connection, held: TokenSecrets | undefined, signal: AbortSignal): Promise<ObtainedToken>;
  /**
   * Whether `obtain` spends something, so that it must not be repeated while its outcome is unknown and a usable token is
   * left: a rotated refresh token sent twice looks like theft (RFC 9700 section 4.14.2).
   */
  isOneShot?(held: TokenSecrets | undefined): boolean;
  /**
   * Proves a token that was stored but has never been used, and returns what to keep from now on; undefined when nothing
   * needs proving. Called before the first use. Rejects with NOT_CONNECTED when it must not be used here.
   */
  confirm?(
    connection: Connection,
    stored: TokenSecrets,
    signal: AbortSignal,
  ): Promise<TokenSecrets | undefined>;
}

/** The source of a connection's tokens, by its provider. */
export type TokenSources = Readonly<Record<Provider, TokenSource>>;

/** What happens to tokens, for metrics and reports. */
export type TokenEvent = { readonly provider: Provider } & (
  | { readonly type: "obtained"; readonly business: string; readonly durationMs: number }
  | { readonly type: "failed"; readonly code: string; readonly durationMs: number }
  /** `unsaved`: a token that cannot be had again waits in memory for the database. */
  | { readonly type: "lease-lost" | "waited" | "read" | "unsaved" }
);
