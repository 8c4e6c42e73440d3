/** Requests that are no HTTP, or that do not arrive in time. */
import type { ServerResponse } from "node:http";
import type { Socket } from "node:net";
import { AddOnError } from "@privage-addons/contracts";
import { breakOff, toProblem } from "./problem.ts";

const STATUSES: Readonly<Record<string, string>> = {
  ERR_HTTP_REQUEST_TIMEOUT: "408 Request Timeout",
  HPE_HEADER_OVERFLOW: "431 Request Header Fields Too Large",
};

/**
 * With the answer that this connection owes at the moment. Node keeps it there and looks at it for the same purpose
 * (`socketOnError` in lib/_http_server.js); there is no public name for it.
 */
export type ServerSocket = Socket & { readonly _httpMessage?: ServerResponse | null };

/**
 * A refusal, and the end of the connection: what has not arrived by now never will, so that no platform gets it. Nothing is said
 * to a caller whose request is here whole, or whose answer has begun: it would be taken for that answer, or for a part of it.
 */
export const answerMalformed = (error: Error, socket: ServerSocket): void => {
  const owed = socket._httpMessage;
  const isMidway = owed && (owed.headersSent || owed.req.complete);
  if (!socket.writable || isMidway) {
    breakOff(socket);
    return;
  }
  const status = ("code" in error && STATUSES[String(error.code)]) || "400 Bad Request";
  const what = "The request is not well-formed HTTP, or did not arrive in time.";
  const problem = new AddOnError("INVALID_ARGUMENT", what, {
    details: { status: Number.parseInt(status, 10) },
  });
  const text = JSON.stringify(toProblem(problem, undefined));
  socket.end(
    `HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(text)}\r\n\r\n${text}`,
    () => socket.destroy(),
  );
};
