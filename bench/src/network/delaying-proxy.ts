/**
 * Networks with a round-trip time, on one machine.
 *
 * {@link startDelayingSocks} is for a browser: a SOCKS 5 proxy (RFC 1928) that answers CONNECT one round trip late, as TCP's
 * handshake would, and then holds every byte back for half a round trip. The browser knows that it is still connecting,
 * and may use a connection that becomes free meanwhile, as on a real network. {@link startDelayingPort} is for a server
 * that keeps its connections to one other server open: it delays the bytes only.
 *
 * TLS would add one more round trip a connection for everybody; it is left out. Nothing but loopback can be reached.
 */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { relayDelayed } from "./delayed-relay.ts";

export interface DelayingProxy {
  readonly port: number;
  /** Applies to bytes and connections that arrive from now on. */
  setRoundTrip(ms: number): void;
  close(): Promise<void>;
}

/** The end of one direction is passed on like its bytes, and does not cut the other. */
const HALF_OPEN = { allowHalfOpen: true };
const LOOPBACK = new Set(["localhost", "127.0.0.1"]);
const REPLY_OK = Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]);
const REPLY_REFUSED = Buffer.from([5, 2, 0, 1, 0, 0, 0, 0, 0, 0]);
const NO_AUTHENTICATION = Buffer.from([5, 0]);
const ADDRESS = { ipv4: 1, name: 3 } as const;

/** Host and port of a CONNECT request; undefined for anything else. */
const readTarget = (request: Buffer): { readonly host: string; readonly port: number } | undefined => {
  if (request[0] !== 5 || request[1] !== 1) return undefined;
  const nameLength = request[4] ?? 0;
  if (request[3] === ADDRESS.ipv4)
    return { host: request.subarray(4, 8).join("."), port: request.readUInt16BE(8) };
  if (request[3] !== ADDRESS.name) return undefined;
  return { host: request.toString("latin1", 5, 5 + nameLength), port: request.readUInt16BE(5 + nameLength) };
};

const listen = async (
  server: Server,
  sockets: ReadonlySet<Socket>,
  setRoundTrip: (ms: number) => void,
): Promise<DelayingProxy> => {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    setRoundTrip,
    close: async () => {
      server.close();
      for (const socket of sockets) socket.destroy();
      await once(server, "close");
    },
  };
};

const keepTrack = () => {
  const sockets = new Set<Socket>();
  return {
    sockets,
    add: (socket: Socket): Socket => {
      sockets.add(socket.setNoDelay(true));
      socket.on("close", () => sockets.delete(socket));
      return socket.on("error", () => socket.destroy());
    },
  };
};

/** A SOCKS 5 proxy whose connections have a round-trip time; for `proxy: { server: "socks5://127.0.0.1:port" }`. */
export const startDelayingSocks = (): Promise<DelayingProxy> => {
  let roundTripMs = 0;
  const { sockets, add } = keepTrack();
  const server = createServer(HALF_OPEN, (browser) => {
    add(browser).once("data", () => {
      browser.write(NO_AUTHENTICATION);
      browser.once("data", (request) => {
        const target = readTarget(request);
        if (!target || !LOOPBACK.has(target.host)) return void browser.end(REPLY_REFUSED);
        browser.pause();
        const far = add(connect({ ...HALF_OPEN, host: "127.0.0.1", port: target.port }));
        far.once("connect", () =>
          setTimeout(() => {
            browser.write(REPLY_OK);
            relayDelayed(browser, far, () => roundTripMs);
            browser.resume();
          }, roundTripMs),
        );
      });
    });
  });
  return listen(server, sockets, (ms) => {
    roundTripMs = ms;
  });
};

/** A port in front of another port of this machine. */
export const startDelayingPort = (targetPort: number): Promise<DelayingProxy> => {
  let roundTripMs = 0;
  const { sockets, add } = keepTrack();
  const server = createServer(HALF_OPEN, (near) => {
    const far = connect({ ...HALF_OPEN, host: "127.0.0.1", port: targetPort });
    relayDelayed(add(near), add(far), () => roundTripMs);
  });
  return listen(server, sockets, (ms) => {
    roundTripMs = ms;
  });
};
