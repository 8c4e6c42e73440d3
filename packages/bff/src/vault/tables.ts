/** The tables as Kysely sees them. Times are ms since 1970 on the database's own clock, so that instances agree. */
export interface Tables {
  vault_schema: { id: number; version: number };
  connection: ConnectionRow;
  token: TokenRow;
  orphan: { id: string; connection_id: string; sealed: string; created_at: number };
  bucket: { id: string; level: number; updated_at: number; blocked_until: number };
  webhook_feed: { business: string; last: number };
  webhook: WebhookRow;
}

export interface ConnectionRow {
  /** `provider:business`. */
  id: string;
  provider: string;
  business: string;
  /** JSON without secrets. */
  settings: string;
  sealed: string | null;
  status: string;
  /** What a webhook finds its connection by: Haravan's numeric org id. */
  external_id: string | null;
  changed_at: number;
}

export interface TokenRow {
  /** The connection's id. */
  id: string;
  sealed: string | null;
  /** Grows by one with every stored token; part of the seal. */
  version: number;
  renew_at: number;
  expires_at: number;
  minted_at: number;
  /** Grows by one with every lease; a holder whose number is no longer here has lost its lease. */
  fence: number;
  lease_owner: string | null;
  lease_until: number;
  failures: number;
  retry_at: number;
  failure_code: string | null;
  failure_message: string | null;
}

export interface WebhookRow {
  business: string;
  /** Position in the business's feed: strictly growing in the order of commit. */
  seq: number;
  provider: string;
  topic: string;
  dedupe: string;
  sealed: string;
  received_at: number;
}
