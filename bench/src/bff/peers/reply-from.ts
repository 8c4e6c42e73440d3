/** `@fastify/reply-from` as its README shows it, with the fixed header. */
import replyFrom from "@fastify/reply-from";
import fastify from "fastify";
import { answerParent, readConfig } from "../../harness/serve.ts";
import type { ProxyConfig } from "../upstream-config.ts";

const { upstreamPort, authorization } = readConfig<ProxyConfig>();
const app = fastify({ keepAliveTimeout: 60_000 });
await app.register(replyFrom, {
  base: `http://127.0.0.1:${upstreamPort}`,
  undici: { connections: 128, pipelining: 1 },
});
app.get("/*", (request, reply) =>
  reply.from(request.url, { rewriteRequestHeaders: (_request, headers) => ({ ...headers, authorization }) }),
);
await app.listen({ port: 0, host: "127.0.0.1" });
const address = app.server.address();
if (address && typeof address === "object") answerParent(address.port);
