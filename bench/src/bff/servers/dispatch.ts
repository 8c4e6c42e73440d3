/** The floor of this runtime: `node:http` in, undici's `dispatch` out, one fixed header, no other work at all. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Pool } from "undici";
import { answerParent, readConfig } from "../../harness/serve.ts";
import type { ProxyConfig } from "../upstream-config.ts";

const { upstreamPort, authorization } = readConfig<ProxyConfig>();
const pool = new Pool(`http://127.0.0.1:${upstreamPort}`, { connections: 128, pipelining: 1 });

const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  let isOver = false;
  pool.dispatch(
    { method: "GET", path: request.url ?? "/", headers: { accept: "application/json", authorization } },
    {
      onRequestStart: (controller) => {
        response.once("close", () => isOver || controller.abort(new Error("The caller went away.")));
      },
      onResponseStart: (_controller, statusCode, headers) => {
        response.writeHead(statusCode, {
          "content-type": String(headers["content-type"]),
          "content-length": String(headers["content-length"]),
        });
      },
      onResponseData: (controller, chunk) => {
        if (response.write(chunk)) return;
        controller.pause();
        response.once("drain", () => controller.resume());
      },
      onResponseEnd: () => {
        isOver = true;
        response.end();
      },
      onResponseError: () => {
        isOver = true;
        response.destroy();
      },
    },
  );
});

server.listen(0, "127.0.0.1", () => answerParent((server.address() as AddressInfo).port));
