import type { ServerResponse } from "node:http";
import { setTimeout as wait } from "node:timers/promises";
import type { EncodedAnswer } from "../server/answer.ts";

const SLOW_PIECES = 20;
const DEFAULT_GAP_MS = 100;

/** Resets the connection: the other side sees ECONNRESET, whatever was sent before. */
export const resetConnection = (response: ServerResponse): void => {
  const { socket } = response;
  // A TCP reset, not a polite FIN: a FIN before any byte would look like a server that closed an idle connection.
  if (socket && "resetAndDestroy" in socket) socket.resetAndDestroy();
  else response.destroy();
};

export const send = (response: ServerResponse, answer: EncodedAnswer): void => {
  response.writeHead(answer.status, answer.headers);
  response.end(answer.bytes);
};

/** Sends the body in up to 20 pieces with a pause before each. */
export const sendSlowly = async (
  response: ServerResponse,
  answer: EncodedAnswer,
  gapMs: number = DEFAULT_GAP_MS,
): Promise<void> => {
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  const size = Math.max(1, Math.ceil(answer.bytes.length / SLOW_PIECES));
  for (let at = 0; at < answer.bytes.length; at += size) {
    await wait(gapMs, undefined, { ref: false });
    if (response.destroyed) return;
    response.write(answer.bytes.subarray(at, at + size));
  }
  response.end();
};

/** Promises the whole body, sends half of it, and closes. */
export const sendTruncated = (response: ServerResponse, answer: EncodedAnswer): void => {
  const half = answer.bytes.subarray(0, Math.floor(answer.bytes.length / 2));
  response.writeHead(answer.status, answer.headers);
  response.flushHeaders();
  // Closed only once the half is on its way: a reset would let the kernel drop it.
  response.write(half, () => response.socket?.destroySoon());
};

/** Sends a body that claims to be JSON and is not: its last byte is gone and something else stands there. */
export const sendMalformed = (response: ServerResponse, answer: EncodedAnswer): void => {
  const bytes = Buffer.concat([answer.bytes.subarray(0, -1), Buffer.from(',"')]);
  send(response, {
    ...answer,
    bytes,
    headers: { ...answer.headers, "content-length": String(bytes.length) },
  });
};
