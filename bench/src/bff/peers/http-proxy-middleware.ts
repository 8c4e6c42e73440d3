/** `http-proxy-middleware` on `node:http`, keep-alive on, with the fixed header. */
import { Agent, createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { createProxyMiddleware } from "http-proxy-middleware";
import { answerParent, readConfig } from "../../harness/serve.ts";
import type { ProxyConfig } from "../upstream-config.ts";

const { upstreamPort, authorization } = readConfig<ProxyConfig>();
const proxy = createProxyMiddleware({
  target: `http://127.0.0.1:${upstreamPort}`,
  agent: new Agent({ keepAlive: true, maxSockets: 128 }),
  headers: { authorization },
});
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  void proxy(request, response, () => response.writeHead(404).end());
});
server.listen(0, "127.0.0.1", () => answerParent((server.address() as AddressInfo).port));
