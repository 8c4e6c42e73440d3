/** Closing: whoever is being answered gets the answer whole, and nobody else is waited for. */
import type { FastifyInstance } from "fastify";
import type { ServerSocket } from "./malformed.ts";
import { breakOff } from "./problem.ts";

const LOOK_EVERY_MS = 50;
/** Longer than the rest of a body is read after an answer (conclusion.ts). */
const HEAD_MS = 2_000;

/**
 * While the server closes, a connection is closed as soon as its request is finished. Node takes an answer for finished once it
 * is written, though the caller may not have read it yet; so nothing is closed while bytes of any are still on their way. Node looks
 * at the time limits of requests no more once it closes: half a head is given a moment, half a body the time it has otherwise.
 */
export const registerDraining = (app: FastifyInstance): void => {
  const { server } = app;
  const sockets = new Set<ServerSocket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const closeIdle = server.closeIdleConnections.bind(server);
  let closingSince = Number.POSITIVE_INFINITY;

  const closeIfLate = (socket: ServerSocket, closingMs: number): void => {
    const owed = socket._httpMessage;
    // One that was opened ahead of its first request is no idle one to Node.
    if (socket.bytesRead === 0) socket.destroy();
    else if (!owed && closingMs > HEAD_MS && socket.writableLength === 0) socket.destroy();
    else if (owed && !owed.req.complete && server.requestTimeout > 0 && closingMs > server.requestTimeout)
      breakOff(socket);
  };
  // Node and Fastify call it when they begin to close.
  server.closeIdleConnections = () => {
    const closingMs = performance.now() - closingSince;
    for (const socket of sockets) closeIfLate(socket, closingMs);
    if ([...sockets].every(({ writableLength }) => writableLength === 0)) closeIdle();
  };
  let looking: NodeJS.Timeout | undefined;
  app.addHook("preClose", async () => {
    closingSince = performance.now();
    looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  });
  app.addHook("onClose", async () => clearInterval(looking));
};
