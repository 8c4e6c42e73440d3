/** Finds the end of each HTTP/1.1 answer on a keep-alive connection, and nothing more: what is loaded is the server. */
export interface ResponseReader {
  /** Calls `onAnswer` once an answer is complete. Throws for one without `Content-Length` and without chunks. */
  read(chunk: Buffer): void;
}

const HEAD_END = "\r\n\r\n";
const LAST_CHUNK = "0\r\n\r\n";

export const createResponseReader = (onAnswer: (status: number, bytes: number) => void): ResponseReader => {
  let head = "";
  let status = 0;
  /** Bytes of the body still to come; `"chunks"` until the last chunk was seen; undefined while in the head. */
  let missing: number | "chunks" | undefined;
  let bytes = 0;
  let tail = "";

  const readBody = (body: Buffer): void => {
    bytes += body.byteLength;
    if (missing === "chunks") {
      tail = (tail + body.toString("latin1", Math.max(0, body.byteLength - LAST_CHUNK.length))).slice(
        -LAST_CHUNK.length,
      );
      if (tail !== LAST_CHUNK) return;
    } else {
      missing = (missing ?? 0) - body.byteLength;
      if (missing > 0) return;
    }
    missing = undefined;
    head = "";
    onAnswer(status, bytes);
  };

  return {
    read: (chunk) => {
      if (missing !== undefined) return readBody(chunk);
      head += chunk.toString("latin1");
      const end = head.indexOf(HEAD_END);
      if (end === -1) return;
      const lines = head.slice(0, end);
      const body = Buffer.from(head.slice(end + HEAD_END.length), "latin1");
      status = Number(lines.slice(9, 12));
      bytes = 0;
      tail = "";
      const length = /\r\ncontent-length: *(\d+)/i.exec(lines)?.[1];
      if (length === undefined && !/\r\ntransfer-encoding: *chunked/i.test(lines)) {
        throw new Error(`An answer without a length (status ${status}).`);
      }
      missing = length === undefined ? "chunks" : Number(length);
      readBody(body);
    },
  };
};
