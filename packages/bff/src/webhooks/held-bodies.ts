/** Bodies are in memory before anybody knows who sent them: so many bytes of them at once, and fewer of one address. */
import { Readable } from "node:stream";
import { AddOnError } from "@privage-addons/contracts";
import type { preParsingHookHandler } from "fastify";
import { addressKey } from "../callers/admit.ts";

const MOST_BYTES = 67_108_864;
const MOST_BYTES_OF_ADDRESS = 16_777_216;
/** What a piece costs beside its bytes: a body that comes byte by byte takes a hundred times its length. */
const PIECE_BYTES = 256;

const tooMany = (): AddOnError =>
  new AddOnError("RATE_LIMITED", "Too many webhooks are on their way: send this again.", {
    details: { retryAfterMs: 1_000 },
  });

/** Bytes count from when they arrive until the request has ended in whatever way. */
export const limitHeldBodies = (): preParsingHookHandler => {
  const held = new Map<string, number>();
  const add = (key: string, bytes: number): number => {
    const sum = (held.get(key) ?? 0) + bytes;
    if (sum > 0) held.set(key, sum);
    else held.delete(key);
    return sum;
  };

  return (request, reply, payload, done) => {
    const address = addressKey(request.ip);
    let size = 0;
    const count = (bytes: number): boolean => {
      size += bytes;
      const all = add("all", bytes);
      return add(address, bytes) <= MOST_BYTES_OF_ADDRESS && all <= MOST_BYTES;
    };
    // A stream of its own, which can end with an error while the caller's connection goes on for the answer.
    const body = new Readable({ read: () => void payload.resume() });
    const take = (piece: Buffer): void => {
      if (!count(piece.length + PIECE_BYTES)) body.destroy(tooMany());
      else if (!body.push(piece)) payload.pause();
    };
    payload.on("data", take);
    payload.once("end", () => body.push(null));
    body.once("close", () => payload.off("data", take));
    body.on("error", () => {}); // Nobody listens any more to a body that was refused for its length.
    reply.raw.once("close", () => {
      payload.off("data", take);
      body.destroy();
      count(-size);
    });
    done(null, body);
  };
};
