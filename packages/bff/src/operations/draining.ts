/** Closing: whoever is being answered gets the answer whole, and nobody else is waited for. */
import type { IncomingMessage, ServerResponse } from "node:http";
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

const LOOK_EVERY_MS = 50;

/**
 * While the server closes, a connection is closed as soon as it owes no answer: when it is idle, when it has not sent its first
 * request, and when it has sent a part of a head. Node takes an answer for finished once it is written, though the caller may
 * not have read it yet; so nothing is closed while bytes are still on their way. A body that does not come to its end is given
 * the time it has otherwise: Node looks at that no more once it closes.
 */
export const registerDraining = (app: FastifyInstance): void => {
  const { server } = app;
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  /** Since when there are requests that are not answered, or whose body is still dropped after the answer. */
  const open = new Map<IncomingMessage, number>();
  server.on("request", (request: IncomingMessage, response: ServerResponse) => {
    open.set(request, performance.now());
    const end = () => open.delete(request);
    response.on("close", () => {
      if (request.complete || request.destroyed) end();
      else request.once("close", end);
    });
  });
  // Node and Fastify call it when they begin to close.
  server.closeIdleConnections = () => {
    const startedInTime = performance.now() - (server.requestTimeout || Number.POSITIVE_INFINITY);
    const busy = new Set<Socket>();
    for (const [{ complete, socket }, startedAt] of open) {
      if (complete || startedAt > startedInTime) busy.add(socket);
      else socket.resetAndDestroy();
    }
    for (const socket of sockets) if (!busy.has(socket) && socket.writableLength === 0) socket.destroy();
  };
  let looking: NodeJS.Timeout | undefined;
  app.addHook("preClose", async () => {
    looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  });
  app.addHook("onClose", async () => clearInterval(looking));
};
