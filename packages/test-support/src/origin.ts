import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createSecureServer, type Http2ServerRequest, type Http2ServerResponse } from "node:http2";
import type { Socket } from "node:net";
import { createCertificate } from "./certificate.ts";

export interface Answer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

/** Answers a request; `undefined` leaves it hanging. */
export type Route = (request: IncomingMessage | Http2ServerRequest) => Answer | undefined;

/** A real HTTP server on a port of its own. */
export interface Origin {
  /** E.g. `http://127.0.0.1:40123`. */
  readonly url: string;
  /** Adds or replaces a route; the key is the path. */
  route(path: string, route: Route): void;
  /** Path and query of each request, in order. */
  readonly requests: readonly string[];
  close(): Promise<void>;
}

/**
 * Starts an origin under the given host name: `localhost` and `127.0.0.1` are different sites to the browser. Over HTTP/2 it
 * is `https:`, and the browser must be told to ignore certificates.
 */
export const startOrigin = async (
  hostname: "localhost" | "127.0.0.1",
  protocol: "http1" | "http2" = "http1",
): Promise<Origin> => {
  const routes = new Map<string, Route>();
  const requests: string[] = [];
  const open = new Set<Socket>();
  const answer = (
    request: IncomingMessage | Http2ServerRequest,
    response: ServerResponse | Http2ServerResponse,
  ) => {
    const url = request.url ?? "/";
    requests.push(url);
    const route = routes.get(new URL(url, "http://any").pathname);
    const result = route ? route(request) : { status: 404 };
    if (!result) return;
    response.statusCode = result.status ?? 200;
    const headers = { "content-type": "text/html; charset=utf-8", ...result.headers };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    response.end(result.body ?? "");
  };
  const server =
    protocol === "http1" ? createServer(answer) : createSecureServer(await createCertificate(), answer);
  server.on("connection", (socket: Socket) => open.add(socket.once("close", () => open.delete(socket))));
  // Both names lead to the loopback interface; `localhost` may resolve to ::1 first.
  await new Promise<void>((resolve) => server.listen(0, hostname, resolve));
  const address = server.address();
  const port = typeof address === "object" && address ? address.port : 0;
  return {
    url: `${protocol === "http1" ? "http" : "https"}://${hostname}:${port}`,
    route: (path, route) => routes.set(path, route),
    requests,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        for (const socket of open) socket.destroy();
      }),
  };
};

/** A page that runs one module script. */
export const page = (script: string, head = ""): Answer => ({
  body: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Test page</title><link rel="icon" href="data:,">${head}</head><body><script type="module" src="${script}"></script></body></html>`,
});

export const script = (body: string): Answer => ({
  headers: { "content-type": "text/javascript; charset=utf-8" },
  body,
});
