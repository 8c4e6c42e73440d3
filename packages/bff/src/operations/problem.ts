import type { OutgoingHttpHeaders, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { AddOnError, type ErrorCode, isAddOnError } from "@privage-addons/contracts";
import type { AnswerHeaders } from "../forward/headers.ts";

/** HTTP status of an error, unless its details name another one, and its title. */
const KINDS: Partial<Record<ErrorCode, readonly [status: number, title: string]>> = {
  INVALID_ARGUMENT: [400, "The request is malformed"],
  SHOP_NAME_INVALID: [400, "Not a shop name"],
  UNAUTHENTICATED: [401, "The access token is missing, expired or unknown"],
  ROUTE_NOT_ALLOWED: [404, "Not part of the contract"],
  NOT_CONNECTED: [409, "The business is not connected to this platform"],
  RATE_LIMITED: [429, "Too many calls"],
  UPSTREAM_REJECTED: [502, "The platform refused the call"],
  CREDENTIALS_REJECTED: [502, "The platform refuses our credentials"],
  OUTCOME_UNKNOWN: [502, "It may or may not have happened"],
  UPSTREAM_UNAVAILABLE: [503, "The platform cannot be used right now"],
  CALL_TIMEOUT: [504, "It took too long"],
};
const BROKEN = [500, "Something broke on our side"] as const;

const statusOf = (error: AddOnError): number => {
  const status = error.details?.["status"];
  return typeof status === "number" ? status : (KINDS[error.code] ?? BROKEN)[0];
};

/** Whatever was thrown, as one of ours. Foreign messages never leave the process: they may hold anything. */
export const toAddOnError = (error: unknown): AddOnError => {
  if (isAddOnError(error)) return error;
  return new AddOnError("INTERNAL", "Something broke on our side; the trace id leads to the log.", {
    cause: error,
  });
};

/** RFC 9457, with the project's own members `code` and `retryable`. */
export const toProblem = (error: AddOnError, traceId: string | undefined) => ({
  type: `urn:privage-addons:problem:${error.code.toLowerCase().replaceAll("_", "-")}`,
  title: (KINDS[error.code] ?? BROKEN)[1],
  status: statusOf(error),
  detail: error.message,
  code: error.code,
  retryable: error.retryable,
  ...(traceId && { trace_id: traceId }),
});

/** Headers that go with the problem: when to come back, and how to authenticate (RFC 6750 section 3). */
const problemHeaders = (error: AddOnError): AnswerHeaders => {
  const retryAfterMs = error.details?.["retryAfterMs"];
  return {
    "content-type": "application/problem+json",
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
    ...(typeof retryAfterMs === "number" && { "retry-after": Math.max(1, Math.ceil(retryAfterMs / 1000)) }),
    ...(error.code === "UNAUTHENTICATED" && { "www-authenticate": 'Bearer error="invalid_token"' }),
  };
};

/** Breaks a connection off so that its other end notices, which only TCP can tell; any other (a UNIX socket's) just ends. */
export const breakOff = (socket: Socket): void => {
  try {
    socket.resetAndDestroy();
  } catch {
    socket.destroy(); // Node refuses to reset what is no TCP, and has no other way to tell what it is.
  }
};

/** Ends an answer that has begun so that nobody takes it for whole: to a caller of HTTP/1.0 a plain end would look like one. */
export const cutOff = (response: ServerResponse): void => {
  if (response.socket) breakOff(response.socket);
  response.destroy();
};

/** Answers with a problem; a response that has begun is cut off instead, so that it never looks whole. */
export const sendProblem = (
  response: ServerResponse,
  error: AddOnError,
  traceId: string | undefined,
  answerHeaders: Readonly<AnswerHeaders> = {},
): void => {
  if (response.headersSent || response.destroyed) {
    cutOff(response);
    return;
  }
  const text = JSON.stringify(toProblem(error, traceId));
  const headers: AnswerHeaders = {
    ...answerHeaders,
    ...problemHeaders(error),
    "content-length": Buffer.byteLength(text),
  };
  response.writeHead(statusOf(error), headers as OutgoingHttpHeaders); // Node's type wants some names to be text only.
  response.end(text);
};
