/** Why a vault cannot be opened and what to do, in our own words: a driver's may hold a secret. */
import { AddOnError, type ErrorCode, isAddOnError } from "@privage-addons/contracts";
import type { VaultLocation } from "../config/config.ts";
import { listProblems } from "../config/problems.ts";
import { driverCodeOf, isDatabaseFailure } from "./database-failure.ts";

/** Which failures, by code or else by message, and what they mean. */
type Fault = readonly [which: RegExp, code: ErrorCode, what: string, fix: string];

const wrong = (which: RegExp, what: string, fix: string): Fault => [which, "INVALID_ARGUMENT", what, fix];
const away = (which: RegExp, what: string, fix: string): Fault => [which, "UPSTREAM_UNAVAILABLE", what, fix];

const user = process.getuid ? `user ${process.getuid()}` : "this user";

/** The first that matches; the last of each matches always. */
const FAULTS: Readonly<Record<VaultLocation["kind"], readonly Fault[]>> = {
  sqlite: [
    wrong(
      /^(EACCES|EPERM|EROFS|ENOENT|ENOTDIR|EEXIST|SQLite error (8|14))$/,
      "the file cannot be made or written",
      `give a file in a folder that ${user} may write to`,
    ),
    wrong(
      /^SQLite error (11|26)$/,
      "the file is no SQLite database, or is damaged",
      "give another file, and restore a backup into it if there was a vault",
    ),
    [/^/, "INTERNAL", "the file cannot be opened", "look at the disk, and at sqlite.org/rescode.html"],
  ],
  postgres: [
    wrong(
      /^ERR_INVALID_URL$/,
      "it is no URL",
      "percent-encode special characters of the user and the password",
    ),
    away(
      /^(ENOTFOUND|EAI_AGAIN)$/,
      "its host is unknown",
      "correct it; special characters of the password are percent-encoded",
    ),
    away(/^ECONNREFUSED$/, "nothing listens at its host and port", "start PostgreSQL there, or correct them"),
    away(
      /^57P/,
      "PostgreSQL is starting or stopping",
      "wait until it takes connections, or see its log for why it does not",
    ),
    away(
      /^25006$/,
      "PostgreSQL takes no writes there",
      "give the host of the primary, or of the service's address for writing",
    ),
    away(
      /^53300$/,
      "PostgreSQL has no connection left for its user",
      "raise its max_connections, lower VAULT_POOL_SIZE, or put PgBouncer in between",
    ),
    away(
      /^(Query read timeout|57014|55P03)$/,
      "PostgreSQL takes too long for a statement",
      "look at what keeps it busy, e.g. at pg_stat_activity and pg_locks",
    ),
    away(
      /timeout|^(ETIMEDOUT|EHOSTUNREACH|ENETUNREACH)$/,
      "its host does not answer",
      "correct host and port, or let this process through to them",
    ),
    wrong(
      /^(DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN|UNABLE_TO_\w+|CERT_\w+|ERR_TLS_\w+)$/,
      "its server's certificate is of nobody known, of another host or out of date",
      "name its authority's with ?sslmode=verify-full&sslrootcert=ca.pem, and the host as the certificate does",
    ),
    wrong(
      /does not support SSL/,
      "PostgreSQL takes no TLS there",
      "switch it on, or leave sslmode out where nobody listens",
    ),
    wrong(
      /^(ENOENT|EACCES|EISDIR)$/,
      `it names a file that is not there, or that ${user} may not read`,
      "correct sslrootcert, or host where that is a socket's folder",
    ),
    wrong(
      /^28000$/,
      "PostgreSQL refuses its user, or takes it over TLS only",
      "correct it, let it in by pg_hba.conf, or add ?sslmode=verify-full",
    ),
    wrong(
      /^28/,
      "PostgreSQL refuses its user or password",
      "correct them, special characters percent-encoded",
    ),
    wrong(/^3D000$/, "its database does not exist", "create it, or correct its name"),
    wrong(/^42501$/, "its user may not make tables", "grant it create on the schema"),
    [/^/, "INTERNAL", "the database cannot be used", "try the same URL with psql, which says more"],
  ],
};

/** Without password and options; empty when it is not plain where the password begins and ends. */
const show = (location: VaultLocation): string => {
  if (location.kind === "sqlite") return `, sqlite:${location.path}`;
  const parts = /^(postgres(?:ql)?:\/\/[^:@/?#]*)(?::[^@/?#]*)?(@[^@?#]+)(?:\?[^@#]*)?$/.exec(location.url);
  return parts ? `, ${parts[1]}${parts[2]}` : "";
};

/** What to reject with when opening fails; our own errors as they are. */
export const cannotOpen = (location: VaultLocation, failure: unknown): unknown => {
  const cause = isDatabaseFailure(failure) ? failure.cause : failure;
  if (!(cause instanceof Error) || isAddOnError(cause)) return failure;
  const shown = driverCodeOf(cause);
  const fault = FAULTS[location.kind].find(([which]) => which.test(shown ?? cause.message));
  if (!fault) return failure;
  const [, code, what, fix] = fault;
  const problem = `VAULT_URL: ${what} (${shown ?? cause.name}${show(location)}); ${fix}`;
  return new AddOnError(code, listProblems([problem]), { cause });
};
