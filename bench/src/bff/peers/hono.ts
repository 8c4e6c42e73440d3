/** Hono's proxy helper on `@hono/node-server`, with the fixed header. */
import type { AddressInfo } from "node:net";
import { serve } from "@hono/node-server";
import { Hono } from "hono";
import { proxy } from "hono/proxy";
import { answerParent, readConfig } from "../../harness/serve.ts";
import type { ProxyConfig } from "../upstream-config.ts";

const { upstreamPort, authorization } = readConfig<ProxyConfig>();
const app = new Hono();
app.get("/*", (context) =>
  proxy(`http://127.0.0.1:${upstreamPort}${context.req.path}`, {
    ...context.req,
    headers: { ...context.req.header(), authorization },
  }),
);
const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" }, () =>
  answerParent((server.address() as AddressInfo).port),
);
