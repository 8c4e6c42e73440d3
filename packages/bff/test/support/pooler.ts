/**
 * A transaction-pooling proxy in front of PostgreSQL, as PgBouncer is one: few server connections, given to a client for one
 * transaction each, in turn; a start-up parameter that it cannot keep track of is refused.
 *
 * @see https://www.postgresql.org/docs/current/protocol-message-formats.html
 */
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface Pooler {
  /** To be used in place of the database's own. */
  readonly url: string;
  /** How many transactions each server connection has served. */
  readonly served: () => readonly number[];
  close(): Promise<void>;
}

const SSL_REQUEST = 80_877_103;
const CANCEL_REQUEST = 80_877_102;
/** https://www.pgbouncer.org/config.html#ignore_startup_parameters */
const TRACKED = new Set(
  "user database client_encoding datestyle timezone standard_conforming_strings application_name".split(" "),
);

const message = (type: string, body: Buffer): Buffer => {
  const length = Buffer.alloc(4);
  length.writeInt32BE(body.length + 4);
  return Buffer.concat([Buffer.from(type), length, body]);
};
const text = (...parts: string[]): Buffer => Buffer.from(parts.map((part) => `${part}\0`).join(""));

/** Splits what a server sends into messages; `onMessage` gets the type and the body. */
const createReader = (onMessage: (type: string, body: Buffer) => void): ((chunk: Buffer) => void) => {
  let rest = Buffer.alloc(0);
  return (chunk) => {
    rest = Buffer.concat([rest, chunk]);
    while (rest.length >= 5 && rest.length >= 1 + rest.readInt32BE(1)) {
      const end = 1 + rest.readInt32BE(1);
      onMessage(String.fromCharCode(rest[0] ?? 0), rest.subarray(5, end));
      rest = rest.subarray(end);
    }
  };
};

interface Server {
  readonly socket: Socket;
  served: number;
  client: Socket | undefined;
}

export const startPooler = async (databaseUrl: string, size = 3): Promise<Pooler> => {
  const { hostname, port, username, password, pathname } = new URL(databaseUrl);
  const parameters: Buffer[] = [];
  const servers: Server[] = [];
  const idle: Server[] = [];
  const waiting: ((server: Server) => void)[] = [];

  const release = (server: Server): void => {
    server.client = undefined;
    server.served += 1;
    const next = waiting.shift();
    if (next) next(server);
    else idle.push(server);
  };

  const openServer = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const socket = connect(Number(port), hostname);
      const server: Server = { socket, served: -1, client: undefined };
      socket.on("error", reject);
      socket.on("data", (chunk) => server.client?.write(chunk));
      const read = createReader((type, body) => {
        if (type === "R" && body.readInt32BE(0) === 3) socket.write(message("p", text(password)));
        if (type === "S" && servers.length === 0) parameters.push(message("S", Buffer.from(body)));
        if (type === "E" && server.served < 0) reject(new Error(body.toString()));
        if (type !== "Z" || body.toString() !== "I") return;
        if (server.served < 0) {
          servers.push(server);
          resolve();
        }
        release(server);
      });
      socket.on("data", read);
      const hello = Buffer.concat([
        Buffer.from([0, 3, 0, 0]),
        text("user", username, "database", pathname.slice(1), ""),
      ]);
      socket.on("connect", () => socket.write(message("", hello)));
    });

  const greet = (socket: Socket, hello: Buffer): void => {
    const names = hello
      .subarray(8)
      .toString()
      .split("\0")
      .filter((_part, index) => index % 2 === 0);
    const unknown = names.find((name) => name !== "" && !TRACKED.has(name.toLowerCase()));
    if (unknown !== undefined) {
      const error = text("SFATAL", "C08P01", `Munsupported startup parameter: ${unknown}`, "");
      socket.end(message("E", error));
      return;
    }
    const ready = [message("R", Buffer.alloc(4)), ...parameters, message("K", Buffer.alloc(8))];
    socket.write(Buffer.concat([...ready, message("Z", Buffer.from("I"))]));
  };

  const clients = new Set<Socket>();
  const listener = createServer((socket) => {
    clients.add(socket);
    let isGreeted = false;
    let pending: Buffer[] = [];
    const serverOf = (): Server | undefined => servers.find(({ client }) => client === socket);
    /** Asks for a server connection and gives it what has come until then. */
    const begin = (chunk: Buffer): void => {
      const isFarewell = chunk[0] === "X".charCodeAt(0);
      if (!isFarewell) pending.push(chunk);
      if (isFarewell || pending.length > 1) return;
      const take = (server: Server): void => {
        if (socket.destroyed) release(server);
        else {
          server.client = socket;
          server.socket.write(Buffer.concat(pending));
          pending = [];
        }
      };
      const server = idle.shift();
      if (server) take(server);
      else waiting.push(take);
    };
    socket.on("error", () => {});
    socket.on("data", (chunk: Buffer) => {
      const code = isGreeted ? 0 : chunk.readInt32BE(4);
      const server = serverOf();
      if (code === SSL_REQUEST) socket.write("N");
      else if (code === CANCEL_REQUEST) socket.destroy();
      else if (!isGreeted) {
        isGreeted = true;
        greet(socket, chunk);
      } else if (server) server.socket.write(chunk);
      else begin(chunk);
    });
    socket.on("close", () => {
      clients.delete(socket);
      // A client that goes away in the middle of a transaction takes its server connection along.
      const server = serverOf();
      if (!server) return;
      server.socket.destroy();
      servers.splice(servers.indexOf(server), 1);
      openServer().catch(() => {});
    });
  });

  for (let count = 0; count < size; count += 1) await openServer();
  await new Promise<void>((resolve) => listener.listen(0, "127.0.0.1", resolve));
  const url = new URL(databaseUrl);
  url.port = String((listener.address() as AddressInfo).port);
  return {
    url: url.href,
    served: () => servers.map(({ served }) => served),
    close: () => {
      for (const { socket } of servers) socket.destroy();
      for (const socket of clients) socket.destroy();
      return new Promise((resolve) => listener.close(() => resolve()));
    },
  };
};
