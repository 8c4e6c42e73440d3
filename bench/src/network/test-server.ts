import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import type { AddressInfo } from "node:net";

export interface TestRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Fields of a form or of a JSON object. */
  readonly fields: Readonly<Record<string, string>>;
}

export interface TestAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** A string goes out as it is (HTML or JavaScript), anything else as JSON. */
  readonly body?: unknown;
  /** Held back for so long. */
  readonly delayMs?: number;
}

export interface TestServer {
  readonly url: string;
  close(): Promise<void>;
}

const CORS = {
  "access-control-allow-origin": "*",
  "access-control-allow-headers": "*",
  "access-control-allow-methods": "*",
};

const fieldsOf = (text: string): Readonly<Record<string, string>> =>
  text.startsWith("{") ? JSON.parse(text) : Object.fromEntries(new URLSearchParams(text));

/** A server on loopback that answers whatever `answer` says, to any origin. */
export const startTestServer = async (answer: (request: TestRequest) => TestAnswer): Promise<TestServer> => {
  const server = createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += String(chunk);
    if (request.method === "OPTIONS") return void response.writeHead(204, CORS).end();
    const {
      status = 200,
      headers,
      body = {},
      delayMs = 0,
    } = answer({
      method: request.method ?? "GET",
      path: request.url ?? "/",
      headers: request.headers,
      fields: fieldsOf(text),
    });
    await new Promise((resolve) => setTimeout(resolve, delayMs));
    const type = typeof body === "string" ? "text/html; charset=utf-8" : "application/json";
    response.writeHead(status, { "content-type": type, ...CORS, ...headers });
    response.end(typeof body === "string" ? body : JSON.stringify(body));
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

/** An unsigned JWT: the header claims RS256, the signature is a word. Good enough for clients that only read it. */
export const fakeJwt = (claims: Readonly<Record<string, unknown>>): string =>
  [{ alg: "RS256", typ: "JWT" }, claims]
    .map((part) => Buffer.from(JSON.stringify(part)).toString("base64url"))
    .concat("c2lnbmF0dXJl")
    .join(".");
