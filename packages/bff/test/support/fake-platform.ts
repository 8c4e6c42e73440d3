/** A real HTTPS server whose behaviour a test decides, for what the simulators do not do: broken and malicious platforms. */
import type { IncomingMessage, ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { CERTIFICATE } from "./trusted-certificate.ts";

export interface SeenRequest {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingMessage["headers"];
  readonly body: string;
}

type Handler = (request: SeenRequest, response: ServerResponse, raw: IncomingMessage) => void | Promise<void>;

export interface FakePlatform {
  readonly url: string;
  /** Every request, in order; a body that the handler streams itself is empty here. */
  readonly seen: SeenRequest[];
  handle: Handler;
  close(): Promise<void>;
}

export const json = (
  response: ServerResponse,
  status: number,
  body: unknown,
  headers: Record<string, string> = {},
) => {
  const content = JSON.stringify(body);
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(content);
};

export const startFakePlatform = async (
  handle: Handler,
  options: { readBodies?: boolean; keepAliveTimeout?: number } = {},
): Promise<FakePlatform> => {
  const seen: SeenRequest[] = [];
  const settings = { ...CERTIFICATE, keepAliveTimeout: options.keepAliveTimeout ?? 5_000 };
  const server = createServer(settings, (raw, response) => {
    const answer = async () => {
      const body = options.readBodies === false ? "" : await text(raw);
      const request = { method: raw.method ?? "", path: raw.url ?? "", headers: raw.headers, body };
      seen.push(request);
      await platform.handle(request, response, raw);
    };
    answer().catch(() => response.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const platform: FakePlatform = {
    url: `https://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    handle,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
  return platform;
};
