/** R6: the upstream says 503 and "come back in 120 s". How soon, and how often, does the proxy come back? */
import replyFrom from "@fastify/reply-from";
import fastify from "fastify";
import { startTestServer } from "../../network/test-server.ts";
import { reportObservation } from "../observation.ts";

const calls: number[] = [];
const upstream = await startTestServer(() => {
  calls.push(performance.now());
  return { status: 503, headers: { "retry-after": "120" } };
});
const app = fastify();
await app.register(replyFrom, { base: upstream.url });
app.get("/*", (request, reply) => reply.from(request.url));
const url = await app.listen({ port: 0, host: "127.0.0.1" });
await fetch(`${url}/sales`, { signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
const [first = 0, second = Number.POSITIVE_INFINITY] = calls;
const waited = second - first;
reportObservation({
  held: calls.length === 1 || waited >= 120_000,
  says:
    calls.length === 1
      ? "Retry-After: 120: one upstream call"
      : `Retry-After: 120: back after ${Math.round(waited)} ms, ${calls.length} upstream calls for one request`,
});
