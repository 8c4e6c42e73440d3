/**
 * The production build, read into memory when the server starts. It is small, and a build that runs meanwhile can
 * neither break a page that is open nor the server: what was there at the start stays until the next one.
 */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join, sep } from "node:path";
import { promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";
import { lookup } from "mrmime";

interface BuildFile {
  readonly body: Buffer;
  /** Present where it is smaller. */
  readonly brotli?: Buffer;
  readonly headers: Readonly<Record<string, string>>;
}

export interface BuildFiles {
  /** The page without configuration and nonce. */
  readonly page: string;
  /** Answers with the file of that path; false when there is none. */
  send(path: string, request: IncomingMessage, response: ServerResponse): boolean;
}

/** Rejects when the folder holds no build. */
export const readBuild = async (distDir: string): Promise<BuildFiles> => {
  const files = new Map<string, BuildFile>();
  try {
    const names = await readdir(distDir, { recursive: true, withFileTypes: true });
    await Promise.all(
      names
        .filter((entry) => entry.isFile())
        .map(async ({ parentPath, name }) => {
          const file = join(parentPath, name);
          const path = file.slice(distDir.length).split(sep).join("/").replace(/^\/*/, "/");
          files.set(path, await readBuildFile(file, path));
        }),
    );
  } catch (cause) {
    throw noBuild(distDir, cause);
  }
  const page = files.get("/index.html")?.body.toString();
  if (page === undefined) throw noBuild(distDir);
  files.delete("/index.html");

  return {
    page,
    send: (path, request, response) => {
      const file = files.get(path);
      if (!file) return false;
      const { body, brotli, headers } = file;
      if (request.headers["if-none-match"] === headers["etag"]) {
        response.writeHead(304, headers).end();
        return true;
      }
      const takesBrotli = /\bbr\b/.test(String(request.headers["accept-encoding"]));
      const sent = takesBrotli && brotli ? brotli : body;
      response.writeHead(200, {
        ...headers,
        "content-length": sent.length,
        ...(sent === brotli && { "content-encoding": "br" }),
      });
      response.end(request.method === "HEAD" ? undefined : sent);
      return true;
    },
  };
};

const compress = promisify(brotliCompress);

const readBuildFile = async (file: string, path: string): Promise<BuildFile> => {
  const body = await readFile(file);
  const type = lookup(path) ?? "application/octet-stream";
  const brotli = await compress(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
  // Vite names assets after their content, so they never change.
  const isHashed = path.startsWith("/assets/");
  return {
    body,
    ...(brotli.length < body.length && { brotli }),
    headers: {
      "content-type": type.startsWith("text/") ? `${type}; charset=utf-8` : type,
      "cache-control": isHashed ? "public, max-age=31536000, immutable" : "no-cache",
      etag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`,
      vary: "accept-encoding",
      "x-content-type-options": "nosniff",
    },
  };
};

const noBuild = (distDir: string, cause?: unknown) =>
  new Error(`No build of the Management Site in ${distDir}; run "npm run build" first.`, { cause });
