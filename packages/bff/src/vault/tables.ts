import type { Generated } from "kysely";

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

/** All but the id begin empty or at 0. */
export interface TokenRow {
  /** The connection's id. */
  id: string;
  sealed: string | null;
  /** Grows by one with every stored token; part of the seal. */
  version: Generated<number>;
  renew_at: Generated<number>;
  expires_at: Generated<number>;
  minted_at: Generated<number>;
  /** Grows by one with every lease; a holder whose number is no longer here has lost its lease. */
  fence: Generated<number>;
  lease_owner: string | null;
  lease_until: Generated<number>;
  failures: Generated<number>;
  retry_at: Generated<number>;
  failure_code: string | null;
  failure_message: string | null;
}

export interface WebhookRow {
  business: string;
  /** Position in the business's feed: strictly growing in the order of commit; ms since 1970, or the next free number. */
  seq: number;
  provider: string;
  topic: string;
  dedupe: string;
  /** Of the body alone. */
  digest: string | null;
  sealed: string;
  received_at: number;
}

/** A token's columns when nothing has failed. */
export const NO_FAILURE = { failures: 0, retry_at: 0, failure_code: null, failure_message: null } as const;

/** Whether a statement found what it was to change. */
export const hasChanged = async (statement: {
  executeTakeFirst: () => Promise<{ readonly numUpdatedRows: bigint }>;
}): Promise<boolean> => (await statement.executeTakeFirst()).numUpdatedRows > 0n;
