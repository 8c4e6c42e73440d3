/** Closing: whoever is being answered gets the answer whole, and nobody else is waited for. */
import type { Socket } from "node:net";
import type { FastifyInstance } from "fastify";

const LOOK_EVERY_MS = 50;

/**
 * While the server closes, a connection is closed as soon as its request is finished. Node takes an answer for finished once it
 * is written, though the caller may not have read it yet; so nothing is closed while bytes of any are still on their way.
 */
export const registerDraining = (app: FastifyInstance): void => {
  const { server } = app;
  const sockets = new Set<Socket>();
  server.on("connection", (socket) => {
    sockets.add(socket);
    socket.once("close", () => sockets.delete(socket));
  });
  const closeIdle = server.closeIdleConnections.bind(server);
  // Node and Fastify call it when they begin to close.
  server.closeIdleConnections = () => {
    // One that was opened ahead of its first request is no idle one to Node.
    for (const socket of sockets) if (socket.bytesRead === 0) socket.destroy();
    if ([...sockets].every(({ writableLength }) => writableLength === 0)) closeIdle();
  };
  let looking: NodeJS.Timeout | undefined;
  app.addHook("preClose", async () => {
    looking = setInterval(() => server.closeIdleConnections(), LOOK_EVERY_MS);
  });
  app.addHook("onClose", async () => clearInterval(looking));
};
