/** What the caller is told of a call that got no answer. */
import { AddOnError, type ErrorCode } from "@privage-addons/contracts";
import { codeOf } from "../code-of.ts";

export const SILENT = new Error("The platform was silent for too long.");
/** undici's own limits, which hold while a body streams. */
const TIMED_OUT = new Set(["UND_ERR_HEADERS_TIMEOUT", "UND_ERR_BODY_TIMEOUT"]);

export const isRead = (method: string): boolean => method === "GET" || method === "HEAD";

const BROKEN = new Set(["UND_ERR_SOCKET", "ECONNRESET", "EPIPE"]);

/** Whether a connection in use came to its end. */
export const hasBrokenOff = (error: Error): boolean => BROKEN.has(codeOf(error));

/** `wasSent`: a connection took the call. Errors of ours are passed on as they are. */
export const explain = (error: Error, method: string, wasSent: boolean): AddOnError => {
  if (error instanceof AddOnError) return error;
  const failure = (code: ErrorCode, what: string) => new AddOnError(code, what, { cause: error });
  if (!wasSent) return failure("UPSTREAM_UNAVAILABLE", "The platform cannot be reached; nothing was sent.");
  if (!isRead(method)) {
    const what = "The call was sent, but its answer was lost: it may or may not have happened.";
    return failure("OUTCOME_UNKNOWN", what);
  }
  const isLate = error === SILENT || TIMED_OUT.has(codeOf(error));
  const what = isLate ? "did not answer in time" : "broke the connection before it answered";
  return failure("UPSTREAM_UNAVAILABLE", `The platform ${what}.`);
};
