import { connect } from "node:net";

/** What a raw TCP client saw, byte for byte. */
export interface Seen {
  readonly text: string;
  /** How it ended: the server's FIN, its RST, or the client gave up waiting. */
  readonly end: "fin" | "reset" | "timeout";
  readonly ms: number;
  /** How many separate reads the bytes came in. */
  readonly reads: number;
}

/** Sends a request as text over one connection and records what comes back. Gives up after `patienceMs` of silence. */
export const speak = (url: string, request: string, patienceMs = 15_000): Promise<Seen> => {
  const { hostname, port } = new URL(url);
  const started = performance.now();
  return new Promise((resolve) => {
    const socket = connect(Number(port), hostname, () => socket.write(request));
    const chunks: Buffer[] = [];
    const finish = (end: Seen["end"]) => {
      socket.destroy();
      resolve({
        text: Buffer.concat(chunks).toString("utf8"),
        end,
        ms: performance.now() - started,
        reads: chunks.length,
      });
    };
    socket.on("data", (chunk) => chunks.push(chunk));
    socket.on("end", () => finish("fin"));
    socket.on("error", (error: NodeJS.ErrnoException) =>
      finish(error.code === "ECONNRESET" ? "reset" : "fin"),
    );
    socket.setTimeout(patienceMs, () => finish("timeout"));
  });
};

/** Splits an HTTP answer into its head and body, and reads the length it promised. */
export const parseAnswer = (text: string) => {
  const cut = text.indexOf("\r\n\r\n");
  const head = cut === -1 ? text : text.slice(0, cut);
  const body = cut === -1 ? "" : text.slice(cut + 4);
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1] ?? 0),
    promised: Number(/^content-length: (\d+)/im.exec(head)?.[1] ?? -1),
    head,
    body,
    bytes: Buffer.byteLength(body),
  };
};
