import { randomBytes } from "node:crypto";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { parseSiteConfig, type SiteConfig } from "../src/config/site-config.ts";
import { readBuild } from "./build-files.ts";
import { NONCE_PLACEHOLDER, writeSiteConfig } from "./page.ts";
import { securityHeaders } from "./security-headers.ts";

export interface ServeOptions {
  /** 0 means any free port. */
  readonly port: number;
  readonly host: string;
  readonly config: SiteConfig;
  /** Folder of the production build (`vite build`). */
  readonly distDir: string;
}

export interface ServedSite {
  /** Origin of the site, without a trailing slash. */
  readonly url: string;
  close(): Promise<void>;
}

/**
 * Serves the production build of the Management Site with its security headers. Hashed assets are cached for ever; the
 * page is sent fresh each time, with the runtime configuration and a new nonce, for every address where no file belongs, so
 * that deep links survive a reload.
 *
 * Rejects when the port is taken, when `distDir` holds no build, or when the configuration is malformed.
 *
 * @example
 * ```ts
 * const site = await serveManagementSite({ port: 0, host: "localhost", config, distDir: "dist" });
 * await fetch(site.url);
 * await site.close();
 * ```
 */
export const serveManagementSite = async ({
  port,
  host,
  config,
  distDir,
}: ServeOptions): Promise<ServedSite> => {
  const checked = parseSiteConfig(JSON.stringify(config));
  const build = await readBuild(distDir);
  const page = writeSiteConfig(build.page, checked);

  const server = createServer((request, response) => {
    const path = URL.parse(request.url ?? "/", "http://site.invalid")?.pathname;
    if (request.method !== "GET" && request.method !== "HEAD") answer(response, 405, "Method not allowed");
    else if (path === undefined) answer(response, 400, "Bad request");
    else if (build.send(path, request, response)) return;
    else if (isWhereFilesAre(path)) answer(response, 404, "Not found");
    else sendPage(request, response, page, checked);
  });

  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  return {
    url: `http://${host}:${bound}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
};

/** A dot further down belongs to an add-on's own path: `/add-ons/loyalty-desk/members/VIP.001` is no file. */
const isWhereFilesAre = (path: string) =>
  path.startsWith("/assets/") || (/^\/[^/]*\.[^/]*$/.test(path) && path !== "/index.html");

const sendPage = (request: IncomingMessage, response: ServerResponse, page: string, config: SiteConfig) => {
  const nonce = randomBytes(16).toString("base64");
  const body = Buffer.from(page.replaceAll(NONCE_PLACEHOLDER, nonce));
  response.writeHead(200, {
    ...securityHeaders(config, nonce),
    "content-type": "text/html; charset=utf-8",
    "content-length": body.length,
    "cache-control": "no-store",
  });
  response.end(request.method === "HEAD" ? undefined : body);
};

const answer = (response: ServerResponse, status: number, text: string): void => {
  response.writeHead(status, {
    "content-type": "text/plain; charset=utf-8",
    "x-content-type-options": "nosniff",
  });
  response.end(text);
};
