/** A small add-on, built by the Vite plug-in into one file, in a real browser under a Content-Security-Policy like the BFF's. */
import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { expect } from "@playwright/test";
import { build } from "vite";
import { addOnBootstrap } from "../../src/vite/index.ts";
import { test } from "./support/fixtures.ts";
import { startSites } from "./support/sites.ts";

const SDK = join(import.meta.dirname, "../../src/index.ts");
const CACHE = join(import.meta.dirname, "../../../../node_modules/.cache");

/** The page that Vite makes of these files. */
const buildPage = async (files: Readonly<Record<string, string>>): Promise<string> => {
  await mkdir(CACHE, { recursive: true });
  const root = await mkdtemp(join(CACHE, "one-file-"));
  try {
    for (const [name, text] of Object.entries(files)) await writeFile(join(root, name), text);
    await build({
      configFile: false,
      root,
      logLevel: "silent",
      resolve: { conditions: ["@privage-addons/source", "module", "browser", "development|production"] },
      plugins: [addOnBootstrap({ entry: "main.ts" })],
    });
    return await readFile(join(root, "dist/index.html"), "utf8");
  } finally {
    await rm(root, { recursive: true, force: true });
  }
};

/** Allows what stands in the page, and its own server. */
const policyOf = (html: string): string => {
  const hashOf = (element: RegExp) =>
    `'sha256-${createHash("sha256")
      .update(element.exec(html)?.[1] ?? "")
      .digest("base64")}'`;
  return [
    "default-src 'none'",
    "connect-src 'self'",
    `script-src ${hashOf(/<script[^>]*>([\s\S]*?)<\/script>/)}`,
    `style-src ${hashOf(/<style>([\s\S]*?)<\/style>/)}`,
  ].join("; ");
};

const json = (status: number, body: object) => ({
  status,
  headers: { "content-type": "application/json" },
  body: JSON.stringify(body),
});

test("a small add-on in one file awaits its host, finds its page, has its styles, and asks for no file", async ({
  page,
}) => {
  const sites = await startSites("http1", "/privage");
  try {
    const { addOn, parts } = sites;
    const html = await buildPage({
      "index.html": `<!doctype html><html lang="en"><head>${parts.metas}<title>Points</title></head><body><output></output></body></html>`,
      "main.css": "output { color: rgb(1, 2, 3); }",
      "main.ts": `import "./main.css";
        import { connectToHost } from ${JSON.stringify(SDK)};
        const { session } = await connectToHost();
        const answer = await session.fetch("/v2/connect/profile?card_no=001");
        document.querySelector("output").append((await answer.json()).points);`,
    });
    addOn.route("/", () => ({ headers: { "content-security-policy": policyOf(html) }, body: html }));
    addOn.route("/privage/v1/auth-connect/access-token", () => json(201, { access_token: "access" }));
    addOn.route("/privage/v2/connect/profile", () => json(200, { points: "1250.5" }));

    await page.goto(sites.hostUrl);
    const output = page.frameLocator("iframe").locator("output");

    await expect(output).toHaveText("1250.5");
    await expect(output).toHaveCSS("color", "rgb(1, 2, 3)");
    expect(addOn.requests).toEqual([
      "/",
      "/privage/v1/auth-connect/access-token",
      "/privage/v2/connect/profile?card_no=001",
    ]);
  } finally {
    await sites.close();
  }
});
