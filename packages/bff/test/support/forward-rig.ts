/** A BFF that gives a platform up after a second, and others like it before a Privage that the test plays itself. */
import { type AddressInfo, createServer, type Socket } from "node:net";
import { type RunningBff, startBff } from "./bff.ts";
import { KNOWING } from "./known-caller.ts";
import { AUTHORIZED, type Rig, rigPerTest } from "./rig.ts";

export interface ForwardRig extends Rig {
  /** A call by the caller of CAFE01. */
  readonly call: (path: string, init?: RequestInit) => Promise<Response>;
  /** A Privage whose sockets the test holds; the first one has count 1. Resolves to its URL. */
  readonly startRaw: (onSocket: (socket: Socket, count: number) => void) => Promise<string>;
  /** One more BFF, before the Privage at this URL. It asks nobody whose token it is: it takes that of `KNOWN`. */
  readonly startBffFor: (privage: string, env?: Record<string, string>) => Promise<RunningBff>;
}

const LIMITS = { UPSTREAM_TIMEOUT_MS: "1000" };

/** To be called once, at the top of a test file. */
export const forwardRigPerTest = (): ForwardRig => {
  const rig = rigPerTest(LIMITS);
  return Object.assign(rig, {
    call: (path: string, init: RequestInit = {}) =>
      fetch(`${rig.bff.url}${path}`, { ...init, headers: { ...AUTHORIZED, ...init.headers } }),
    startRaw: async (onSocket: (socket: Socket, count: number) => void) => {
      let count = 0;
      const sockets = new Set<Socket>();
      const server = createServer((socket) => {
        socket.on("error", () => {});
        sockets.add(socket);
        count += 1;
        onSocket(socket, count);
      });
      await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
      rig.closeLater(() => {
        for (const socket of sockets) socket.destroy();
        return new Promise((resolve) => server.close(resolve));
      });
      return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    },
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
