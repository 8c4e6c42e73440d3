import { readFileSync } from "node:fs";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { buildApps } from "../../build/apps.ts";
import { inRoot } from "../../lib/repository.ts";
import type { Gate } from "../gate.ts";

/** Bytes, brotli, each file compressed by itself, as a server sends them. */
const CEILING = 120_000;

const DIST = inRoot("apps/loyalty-desk/dist");

/** The scripts a page runs before its first screen: those written into it, its module, and what that imports statically. */
const firstScripts = (page: string): readonly (readonly [name: string, text: string | Buffer])[] => {
  const inlined = [...page.matchAll(/<script>([\s\S]*?)<\/script>/g)].map(([, text = ""]) => text);
  const files = [
    ...page.matchAll(/<script type="module"[^>]* src="([^"]+)"/g),
    ...page.matchAll(/<link rel="modulepreload"[^>]* href="([^"]+)"/g),
  ].map(([, path = ""]) => path);
  return [
    ["written into the page", inlined.join("\n")],
    ...files.map((path) => [path, readFileSync(join(DIST, path))] as const),
  ];
};

/** Loyalty Desk's JavaScript until its first screen; charts and the screens one seldom opens are not part of it. */
export const firstLoad: Gate = {
  name: "first load",
  check: async () => {
    await buildApps();
    const sizes = firstScripts(readFileSync(join(DIST, "index.html"), "utf8")).map(
      ([name, text]) => [name, brotliCompressSync(text).byteLength] as const,
    );
    // A page that is built otherwise would measure nothing and pass.
    if (sizes.length < 3) return [`${DIST}/index.html does not name its scripts as this gate expects.`];
    const total = sizes.reduce((sum, [, size]) => sum + size, 0);
    console.log(`  Loyalty Desk: ${total} bytes brotli, the ceiling is ${CEILING}`);
    if (total <= CEILING) return [];
    const parts = sizes.map(([name, size]) => `  ${size} ${name}`).join("\n");
    return [`Loyalty Desk's first load: ${total} bytes brotli, the ceiling is ${CEILING}\n${parts}`];
  },
};
