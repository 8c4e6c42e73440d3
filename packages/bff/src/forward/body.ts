import type { IncomingMessage } from "node:http";
import { Readable } from "node:stream";
import { AddOnError } from "@privage-addons/contracts";

/** Bodies up to this size are read first, so that the call can be sent again with a new token. */
export const REPLAYABLE_BYTES = 65_536;

const tooLarge = (maxBytes: number): AddOnError =>
  new AddOnError("INVALID_ARGUMENT", `The body is larger than ${maxBytes} bytes.`, {
    details: { status: 413 },
  });

const callerGone = (): AddOnError =>
  new AddOnError("ABORTED", "The caller went away before its body was read.");

const readWhole = (request: IncomingMessage): Promise<Uint8Array> =>
  new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    const onAborted = () => reject(callerGone());
    request.on("data", (chunk: Buffer) => chunks.push(chunk));
    request.once("end", () => {
      request.off("close", onAborted);
      const [first] = chunks;
      resolve(first && chunks.length === 1 ? first : Buffer.concat(chunks)); // Mostly one: a copy is saved.
    });
    request.once("close", onAborted);
    request.once("error", onAborted);
  });

/**
 * A stream of its own: undici destroys what it sends when it fails, and the caller's connection is still needed. Once it is
 * destroyed it takes nothing any more and holds nobody up.
 */
const limited = (request: IncomingMessage, maxBytes: number): Readable => {
  let size = 0;
  const body = new Readable({ read: () => void request.resume() });
  const take = (chunk: Buffer): void => {
    size += chunk.length;
    if (size > maxBytes) body.destroy(tooLarge(maxBytes));
    else if (!body.push(chunk)) request.pause();
  };
  request.on("data", take);
  request.once("end", () => body.push(null));
  request.once("error", (error) => body.destroy(error));
  request.once("close", () => {
    if (!request.complete) body.destroy(callerGone());
  });
  body.once("close", () => request.off("data", take));
  // Whoever sends it hears of an error. Nobody does when it is not sent at all, and the caller may go away all the same.
  body.on("error", () => {});
  return body;
};

/** Whether the request announces a body (RFC 9112 section 6.3). */
export const hasBody = ({ headers }: IncomingMessage): boolean =>
  headers["transfer-encoding"] !== undefined ||
  (headers["content-length"] !== undefined && headers["content-length"] !== "0");

/** Whether its body is read first. Any other streams, and takes a connection to the platform for as long as the caller likes. */
export const isSmall = ({ headers }: IncomingMessage): boolean =>
  Number(headers["content-length"]) <= REPLAYABLE_BYTES;

/**
 * The body to forward: whole when it is small and its length is known, else a stream that ends with an error once it has
 * grown beyond `maxBytes`. Rejects with INVALID_ARGUMENT (413) when the announced length is too large already.
 */
export const bodyOf = async (request: IncomingMessage, maxBytes: number): Promise<Readable | Uint8Array> => {
  if (Number(request.headers["content-length"]) > maxBytes) throw tooLarge(maxBytes);
  return isSmall(request) ? readWhole(request) : limited(request, maxBytes);
};
