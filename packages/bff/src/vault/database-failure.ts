/**
 * A database that fails while it is in use, and may work again: our own error in place of the driver's, which may hold a
 * secret. Callers are told that they may come back; a command says what happened.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";

/** The driver's code: an SQLSTATE, a code of the system's, or `SQLite error 5`. */
export const driverCodeOf = (error: Error): string | undefined => {
  if ("errcode" in error) return `SQLite error ${Number(error.errcode) & 0xff}`;
  return "code" in error ? String(error.code) : undefined;
};

/**
 * By code or else by message. PostgreSQL: connections, transactions that met another one, resources, shutting down, the system
 * below it, read-only after a failover, time limits of the database's own or an operator's cancelling (SQLSTATE, appendix A of
 * its manual). SQLite: busy, no memory, read-only, input and output, full, cannot be
 * opened (sqlite.org/rescode.html).
 */
const PASSING =
  /^(08|40|53|57P|58).{2,3}$|^(25006|25P0[34]|55P03|57014)$|^SQLite error ([5678]|1[0345])$|^E(?!RR_)[A-Z_]+$|timeout|terminated|not queryable/;

/** What to reject with when the driver rejected; errors that will not pass are passed on as they are. */
export const databaseFailure = (cause: unknown): unknown => {
  if (!(cause instanceof Error) || isAddOnError(cause)) return cause;
  // Of a message only the word that was looked for is shown.
  const shown = PASSING.exec(driverCodeOf(cause) ?? cause.message)?.[0];
  if (shown === undefined) return cause;
  return new AddOnError("UPSTREAM_UNAVAILABLE", `The vault's database cannot be used right now (${shown}).`, {
    cause,
    details: { isDatabase: true },
  });
};

/** Whether an error is by {@link databaseFailure}: the database was away, and the same may work later. */
export const isDatabaseFailure = (error: unknown): error is AddOnError =>
  isAddOnError(error) && error.details?.["isDatabase"] === true;

/** For the `catch` of a read: a record that does not open here counts as none, but not one that a database kept from us. */
export const noneUnlessAway = (error: unknown): undefined => {
  if (isDatabaseFailure(error)) throw error;
};
