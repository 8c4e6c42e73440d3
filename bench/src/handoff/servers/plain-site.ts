/** A plain web server for one folder: what an add-on without a BFF is served by. */
import { createReadStream, existsSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join, normalize } from "node:path";
import { answerParent, readConfig } from "../../harness/serve.ts";
import type { SiteConfig } from "../site-config.ts";

const { port, staticDir } = readConfig<SiteConfig>();
const server = createServer({ keepAliveTimeout: 60_000 }, (request, response) => {
  const path = normalize((request.url ?? "/").split("?")[0] ?? "/");
  const file = join(staticDir, path === "/" ? "index.html" : path);
  if (!existsSync(file)) return void response.writeHead(404).end();
  response.writeHead(200, {
    "content-type": file.endsWith(".js") ? "text/javascript" : "text/html; charset=utf-8",
    "cache-control": file.endsWith(".js") ? "public, max-age=31536000, immutable" : "no-store",
  });
  createReadStream(file).pipe(response);
});
server.listen(port, "127.0.0.1", () => answerParent((server.address() as AddressInfo).port));
