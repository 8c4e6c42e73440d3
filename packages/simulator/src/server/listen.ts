import { once } from "node:events";
import type { Server } from "node:http";
import type { AddressInfo } from "node:net";

/** Starts listening; port 0 takes any free one. Rejects with the system's error, e.g. EADDRINUSE. */
export const listen = async (server: Server, host: string, port: number): Promise<string> => {
  server.listen(port, host);
  await once(server, "listening");
  // A TCP server that listens has an address with a port.
  const { port: actual } = server.address() as AddressInfo;
  return `http://${host.includes(":") ? `[${host}]` : host}:${actual}`;
};

/** Stops listening and cuts every connection, also the hanging ones. */
export const stop = async (server: Server): Promise<void> => {
  if (!server.listening) return;
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
};
