import type { IncomingMessage } from "node:http";

/** A request whose head was read; the body comes later, so that a fault may strike first. */
export interface IncomingCall {
  readonly message: IncomingMessage;
  readonly method: string;
  /** Still percent-encoded, without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly bearer: string | undefined;
}

/** More than any call of the three platforms needs. */
const BODY_LIMIT_BYTES = 2 * 1024 * 1024;

export class BodyTooLarge extends Error {
  override readonly name = "BodyTooLarge";
}

const BEARER = /^Bearer +(\S+)$/i;

export const readHead = (message: IncomingMessage): IncomingCall => {
  const target = message.url ?? "/";
  const cut = target.indexOf("?");
  return {
    message,
    method: message.method ?? "GET",
    path: cut === -1 ? target : target.slice(0, cut),
    query: new URLSearchParams(cut === -1 ? "" : target.slice(cut + 1)),
    bearer: BEARER.exec(message.headers.authorization ?? "")?.[1],
  };
};

/** Reads the body; rejects with {@link BodyTooLarge} beyond 2 MiB. */
export const readBody = async (message: IncomingMessage): Promise<Buffer> => {
  const chunks: Buffer[] = [];
  let size = 0;
  // Left undestroyed on the way out: the refusal still has to travel over this connection.
  for await (const chunk of message.iterator({ destroyOnReturn: false })) {
    size += chunk.length;
    if (size > BODY_LIMIT_BYTES) throw new BodyTooLarge("The body exceeds 2 MiB.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
};

export const mediaTypeOf = (message: IncomingMessage): string =>
  (message.headers["content-type"] ?? "").split(";", 1)[0]?.trim().toLowerCase() ?? "";

export const parseJson = (bytes: Buffer): { readonly ok: boolean; readonly value: unknown } => {
  try {
    return { ok: true, value: JSON.parse(bytes.toString("utf8")) };
  } catch {
    return { ok: false, value: undefined };
  }
};
