/** A BFF that gives a platform up after a second, and others like it before a Privage that the test plays itself. */
import { type AddressInfo, createServer, type Server, type Socket } from "node:net";
import { createServer as createTlsServer } from "node:tls";
import { type RunningBff, startBff } from "./bff.ts";
import { KNOWING } from "./known-caller.ts";
import { AUTHORIZED, type Rig, rigPerTest } from "./rig.ts";
import { CERTIFICATE } from "./trusted-certificate.ts";

/** `wire` carries what `socket` says, encrypted. */
type OnSocket = (socket: Socket, count: number, wire: Socket) => void;

export interface ForwardRig extends Rig {
  /** A call by the caller of CAFE01. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  /** A Privage whose sockets the test holds; the first one has count 1. Resolves to its URL. */
  readonly startRaw: (onSocket: OnSocket) => Promise<string>;
  /** The same, but the test holds what is below TLS: it never agrees on it. */
  readonly startWire: (onSocket: OnSocket) => Promise<string>;
  /** One more BFF, before the Privage at this URL. It asks nobody whose token it is: it takes that of `KNOWN`. */
  readonly startBffFor: (privage: string, env?: Record<string, string>) => Promise<RunningBff>;
}

const LIMITS = { UPSTREAM_TIMEOUT_MS: "1000" };

/** To be called once, at the top of a test file. */
export const forwardRigPerTest = (): ForwardRig => {
  const rig = rigPerTest(LIMITS);
  const listen = async (
    server: Server,
    event: "connection" | "secureConnection",
    onSocket: (socket: Socket, count: number) => void,
  ): Promise<string> => {
    const sockets = new Set<Socket>();
    server.on(event, (socket: Socket) => {
      socket.on("error", () => {});
      sockets.add(socket);
      onSocket(socket, sockets.size);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    rig.closeLater(() => {
      for (const socket of sockets) socket.destroy();
      return new Promise((resolve) => server.close(resolve));
    });
    return `https://127.0.0.1:${(server.address() as AddressInfo).port}`;
  };
  return Object.assign(rig, {
    call: (path: string, init: RequestInit = {}) =>
      fetch(`${rig.bff.url}${path}`, { ...init, headers: { ...AUTHORIZED, ...init.headers } }),
    startRaw: (onSocket: OnSocket) => {
      const wires = new Map<number | undefined, Socket>();
      const server = createTlsServer(CERTIFICATE);
      server.on("connection", (wire) => wires.set(wire.remotePort, wire));
      return listen(server, "secureConnection", (socket, count) => {
        const wire = wires.get(socket.remotePort);
        if (wire) onSocket(socket, count, wire);
      });
    },
    startWire: (onSocket: OnSocket) =>
      listen(createServer(), "connection", (socket, count) => onSocket(socket, count, socket)),
    startBffFor: async (privage: string, env: Record<string, string> = {}) => {
      const other = await startBff({
        ...rig.platforms.env,
        ...KNOWING,
        PRIVAGE_BASE_URL: privage,
        ...LIMITS,
        ...env,
      });
      rig.closeLater(() => other.close());
      return other;
    },
  });
};
