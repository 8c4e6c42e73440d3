/** What a hand-written proxy looks like today: `node:http` in, the global `fetch` out. */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { answerParent, readConfig } from "../../harness/serve.ts";
import type { ProxyConfig } from "../upstream-config.ts";

const { upstreamPort, authorization } = readConfig<ProxyConfig>();
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  fetch(`http://127.0.0.1:${upstreamPort}${request.url}`, { headers: { authorization } })
    .then((answer) => {
      response.writeHead(answer.status, {
        "content-type": answer.headers.get("content-type") ?? "",
        "content-length": answer.headers.get("content-length") ?? "",
      });
      if (!answer.body) return void response.end();
      return pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
    })
    .catch(() => response.destroy());
});
server.listen(0, "127.0.0.1", () => answerParent((server.address() as AddressInfo).port));
