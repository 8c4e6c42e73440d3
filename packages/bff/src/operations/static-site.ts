/**
 * Serves the add-on's build with its security headers. The page says who may frame it twice: to the browser
 * (`frame-ancestors`) and to the SDK (a `meta` element, so that the add-on knows its hosts without another request).
 * Inline scripts are allowed by the hash of their text. Styles that a component library inserts later carry the nonce of
 * `<meta property="csp-nonce">`, new for every page (https://vite.dev/guide/features#content-security-policy-csp).
 */
import { hash, randomBytes } from "node:crypto";
import { readFileSync, type Stats, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { AddOnError, HOST_ORIGINS_META } from "@privage-addons/contracts";
import type { FastifyInstance, FastifyReply } from "fastify";
import { codeOf } from "../code-of.ts";
import type { BffConfig } from "../config/config.ts";

/** Those of a tag: a `>` within quotes is not its end. */
const ATTRIBUTES = /(?:"[^"]*"|'[^']*'|[^"'>])*/.source;
/** Comments too, and all that is in either: what they speak of is no element. */
const INLINE = new RegExp(
  String.raw`<!--(?:-?>|[\s\S]*?-->)|<(script|style)(\s${ATTRIBUTES})?>([\s\S]*?)</\1\s*>`,
  "gi",
);
/** Vite's names with a content hash: `assets/index-BWJp3f2c.js`. Only these never change: no word, number or size is one, as in `assets/hero-summer24.jpg`. */
const HASHED_ASSET =
  /^assets[\\/].*[-.](?!([A-Z]?[a-z_-]*([A-Z][a-z]+)?\d*|[A-Z\dx_-]*)\.)[\w-]{8}\.[a-z\d]+$/;

/** Stands for the nonce in what is prepared once. */
const NONCE = "{nonce}";
const NONCE_BYTES = 16;

const hashesOf = (html: string, element: "script" | "style"): string[] =>
  [...html.matchAll(INLINE)]
    .filter(([, name, attributes = ""]) => name?.toLowerCase() === element && !/\ssrc\s*=/i.test(attributes))
    .map(([, , , text = ""]) => `'sha256-${hash("sha256", text, "base64")}'`);

const escapeAttribute = (text: string): string => text.replaceAll("&", "&amp;").replaceAll('"', "&quot;");

const pathOfPage = (staticDir: string): string => join(staticDir, "index.html");

/**
 * As browsers have it before they hash a script: line ends of one kind (https://html.spec.whatwg.org/#preprocessing-the-input-stream).
 *
 * @throws {AddOnError} INVALID_ARGUMENT when it is not there, or cannot be read.
 */
export const readPage = (staticDir: string): string => {
  try {
    return readFileSync(pathOfPage(staticDir), "utf8").replaceAll(/\r\n?/g, "\n");
  } catch (cause) {
    throw new AddOnError(
      "INVALID_ARGUMENT",
      `The index.html of STATIC_DIR cannot be read (${codeOf(cause)}): build the add-on first, point it at the build's folder, or let this user read it.`,
      { cause },
    );
  }
};

/** All that stands before what may run. A page may leave out `<html>` and `<head>`, and has `<header>` only further down. */
const BEFORE_HEAD = new RegExp(
  String.raw`^(?:\uFEFF|\s|<!--[\s\S]*?-->|<[!?][^>]*>|<(?:html|head)(?:[\s/]${ATTRIBUTES})?>)*`,
  "i",
);

/** The page with the host origins, and a place for the nonce, right after `<head>`, or where it would be. */
const withHostOrigins = (html: string, hostOrigins: readonly string[]): string => {
  const origins = `<meta name="${HOST_ORIGINS_META}" content="${escapeAttribute(hostOrigins.join(" "))}">`;
  return html.replace(
    BEFORE_HEAD,
    (start) => `${start}${origins}<meta property="csp-nonce" nonce="${NONCE}">`,
  );
};

const frameAncestors = ({ hostOrigins }: BffConfig): string =>
  `frame-ancestors ${hostOrigins.length > 0 ? hostOrigins.join(" ") : "'none'"}`;

const contentSecurityPolicy = (html: string, config: BffConfig): string =>
  [
    "default-src 'none'",
    `script-src 'self' ${hashesOf(html, "script").join(" ")}`.trim(),
    `style-src 'self' 'nonce-${NONCE}' ${hashesOf(html, "style").join(" ")}`.trim(),
    "style-src-attr 'unsafe-inline'",
    `connect-src 'self' ${new URL(config.privageBaseUrl).origin}`,
    "img-src 'self' data: https:",
    "font-src 'self' data:",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'none'",
    frameAncestors(config),
  ].join("; ");

/** Not by its own time: reproducible builds all have the same, and files of one length. */
const lastChange = ({ ino, ctimeMs }: Stats): string => `${ino}-${ctimeMs}`;

/** A build may be writing a file right now: it counts as whole once it has been left alone for so long. A time to come is another clock's. */
const SETTLED_MS = 1_000;
const isSettled = (changedAt: number): boolean => Math.abs(Date.now() - changedAt) > SETTLED_MS;

/**
 * The page, prepared once for each build: another build in the same place is noticed at the next request, without a restart.
 * While a build has removed the page, the one before goes on.
 *
 * @throws {AddOnError} INVALID_ARGUMENT when there is no page at the start.
 */
const openPage = (staticDir: string, config: BffConfig) => {
  const prepare = () => {
    const html = withHostOrigins(readPage(staticDir), config.hostOrigins);
    return { html, policy: contentSecurityPolicy(html, config) };
  };
  const look = () => {
    try {
      const found = statSync(pathOfPage(staticDir));
      return { id: lastChange(found), changedAt: found.mtimeMs };
    } catch {
      return undefined;
    }
  };
  let known = look();
  let page = prepare();
  return () => {
    const found = look();
    if (found && found.id !== known?.id && isSettled(found.changedAt)) {
      try {
        page = prepare();
        known = found;
      } catch {
        // Removed since we looked: the next request looks again.
      }
    }
    return page;
  };
};

export type SendPage = (reply: FastifyReply) => FastifyReply;

const COMMON_HEADERS = {
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
  "strict-transport-security": "max-age=31536000",
} as const;

/**
 * Returns what answers a page's address, also for the add-on's own deep links.
 *
 * @throws {AddOnError} INVALID_ARGUMENT when the folder has no index.html that can be read.
 */
export const registerStaticSite = (app: FastifyInstance, config: BffConfig, staticDir: string): SendPage => {
  const root = resolve(staticDir);
  const currentPage = openPage(root, config);

  const sendPage: SendPage = (reply) => {
    const nonce = randomBytes(NONCE_BYTES).toString("base64url");
    const { html, policy } = currentPage();
    return reply
      .headers({ ...COMMON_HEADERS, "cache-control": "no-store", vary: "Accept" })
      .header("content-security-policy", policy.replace(NONCE, nonce))
      .type("text/html; charset=utf-8")
      .send(html.replace(NONCE, nonce));
  };

  app.register(import("@fastify/static"), {
    root,
    index: false,
    wildcard: true,
    dotfiles: "deny",
    cacheControl: false,
    etag: false,
    lastModified: false,
    setHeaders: (reply, path, file) => {
      const etag = `W/"${lastChange(file)}"`;
      if (reply.request.headers["if-none-match"] === etag) reply.code(304);
      reply.header("etag", etag);
      for (const [name, value] of Object.entries(COMMON_HEADERS)) reply.header(name, value);
      reply.header("content-security-policy", frameAncestors(config)); // There may be other pages.
      // Half a file would be kept for a year, too.
      const isForEver = HASHED_ASSET.test(relative(root, path)) && isSettled(file.mtimeMs);
      reply.header("cache-control", isForEver ? "public, max-age=31536000, immutable" : "no-cache");
    },
  });
  for (const path of ["/", "/index.html"]) app.get(path, (_request, reply) => sendPage(reply));
  return sendPage;
};
