/**
 * The vault's tables, created and brought up to date by themselves. Each step runs once; steps already taken are never
 * edited. Only what SQLite, PostgreSQL, CockroachDB and YugabyteDB share is used: text, bigint, double precision, plain
 * keys and `if not exists`, no serial numbers, no advisory locks, no triggers.
 */
import { AddOnError } from "@privage-addons/contracts";
import { type Kysely, sql } from "kysely";
import { driverCodeOf, isDatabaseFailure } from "./database-failure.ts";
import type { Tables } from "./tables.ts";

const STEPS: readonly (readonly string[])[] = [
  [
    `create table if not exists connection (
      id text primary key, provider text not null, business text not null, settings text not null, sealed text,
      status text not null, external_id text, changed_at bigint not null)`,
    "create index if not exists connection_changed on connection (changed_at)",
    "create index if not exists connection_external on connection (provider, external_id)",
    "create index if not exists connection_business on connection (business)",
    `create table if not exists token (
      id text primary key, sealed text, version bigint not null default 0,
      renew_at bigint not null default 0, expires_at bigint not null default 0, minted_at bigint not null default 0,
      fence bigint not null default 0, lease_owner text, lease_until bigint not null default 0,
      failures bigint not null default 0, retry_at bigint not null default 0, failure_code text, failure_message text)`,
    `create table if not exists orphan (
      id text primary key, connection_id text not null, sealed text not null, created_at bigint not null)`,
    `create table if not exists bucket (
      id text primary key, level double precision not null, updated_at bigint not null,
      blocked_until bigint not null default 0)`,
    "create table if not exists webhook_feed (business text primary key, last bigint not null)",
    `create table if not exists webhook (
      business text not null, seq bigint not null, provider text not null, topic text not null, dedupe text not null,
      sealed text not null, received_at bigint not null, primary key (business, seq))`,
    "create unique index if not exists webhook_dedupe on webhook (dedupe)",
    "create index if not exists webhook_received on webhook (received_at)",
  ],
  [
    "alter table webhook add column digest text",
    "create index if not exists webhook_digest on webhook (digest)",
  ],
];

export const SCHEMA_VERSION = STEPS.length;

/** PostgreSQL lets two sessions race through `create table if not exists`; the loser gets one of these and looks again. */
const LOST_CREATE_RACE = ["23505", "42P07", "42710"];
/** Where transactions are serializable or read repeatably, as a database may be set up, PostgreSQL makes one of two begin again. */
const LOST_TO_OTHER = ["40001"];
const MOST_ATTEMPTS = 10;

const failedWith = (error: unknown, codes: readonly string[]): boolean => {
  const cause = isDatabaseFailure(error) ? error.cause : error;
  return cause instanceof Error && codes.includes(driverCodeOf(cause) ?? "");
};

const createVersionTable = async (db: Kysely<Tables>): Promise<void> => {
  const create = sql`create table if not exists vault_schema (id bigint primary key, version bigint not null)`;
  await create.execute(db).catch((error: unknown) => {
    if (!failedWith(error, LOST_CREATE_RACE)) throw error;
    return create.execute(db);
  });
  await sql`insert into vault_schema (id, version) values (1, 0) on conflict (id) do nothing`.execute(db);
};

/** Rejects when there is no vault. */
export const readSchemaVersion = async (db: Kysely<Tables>): Promise<number> => {
  const known = await db.selectFrom("vault_schema").select("version").executeTakeFirstOrThrow();
  return known.version;
};

const attempt = async (db: Kysely<Tables>): Promise<void> => {
  await createVersionTable(db);
  if ((await readSchemaVersion(db)) === SCHEMA_VERSION) return;
  await db.transaction().execute(async (transaction) => {
    const { version } = await transaction
      .updateTable("vault_schema")
      .set((expression) => ({ version: expression.ref("version") }))
      .where("id", "=", 1)
      .returning("version")
      .executeTakeFirstOrThrow();
    if (version > SCHEMA_VERSION) {
      throw new AddOnError(
        "INTERNAL",
        `The vault has schema version ${version}, this program knows ${SCHEMA_VERSION}: it will not go backwards. Run the newer program, or restore a backup made before the upgrade.`,
        { retryable: false },
      );
    }
    for (const statement of STEPS.slice(version).flat()) await sql.raw(statement).execute(transaction);
    await transaction
      .updateTable("vault_schema")
      .set({ version: SCHEMA_VERSION })
      .where("id", "=", 1)
      .execute();
  });
};

/**
 * Brings the tables to {@link SCHEMA_VERSION}. Any number of processes may do this at once: the first update locks the
 * version's row, the others wait for it and find nothing left to do.
 *
 * @throws {AddOnError} INTERNAL when a newer program has already changed the vault.
 */
export const migrate = async (db: Kysely<Tables>, attempts = MOST_ATTEMPTS): Promise<void> => {
  try {
    await attempt(db);
  } catch (error) {
    if (attempts === 1 || !failedWith(error, LOST_TO_OTHER)) throw error;
    await migrate(db, attempts - 1);
  }
};
