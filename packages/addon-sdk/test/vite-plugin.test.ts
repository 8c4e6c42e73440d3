import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { brotliCompressSync } from "node:zlib";
import { build, createServer } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { addOnBootstrap } from "../src/vite/index.ts";
import { BACKSTOP } from "./support/backstop.ts";

const packageRoot = join(import.meta.dirname, "..");
const META = '<meta name="privage-host-origins" content="http://localhost:1">';
let root = "";

const configure = () => ({
  configFile: false as const,
  root,
  logLevel: "silent" as const,
  resolve: { conditions: ["@privage-addons/source", "module", "browser", "development|production"] },
  plugins: [addOnBootstrap({ entry: "bootstrap.ts" })],
});

const pageOf = (output: Awaited<ReturnType<typeof build>>): string => {
  const files = (Array.isArray(output) ? output : [output]).flatMap((each) =>
    "output" in each ? each.output : [],
  );
  const page = files.find(({ fileName }) => fileName === "index.html");
  return page?.type === "asset" ? String(page.source) : "";
};

beforeAll(async () => {
  const cache = join(packageRoot, "../../node_modules/.cache");
  await mkdir(cache, { recursive: true });
  root = await mkdtemp(join(cache, "vite-plugin-"));
  const main = '<body><script type="module" src="/main.ts"></script></body>';
  await writeFile(
    join(root, "index.html"),
    `<!doctype html><html><head><title>x</title></head>${main}</html>`,
  );
  await writeFile(join(root, "main.ts"), 'document.title = "main";');
  await writeFile(
    join(root, "bootstrap.ts"),
    `import { readHostOrigins, startAddOn } from ${JSON.stringify(join(packageRoot, "src/index.ts"))};
     document.title = "</script><!--";
     startAddOn({ hostOrigins: readHostOrigins(), apiBaseUrl: "/privage" });`,
  );
});
afterAll(() => rm(root, { recursive: true, force: true }));

describe("addOnBootstrap", BACKSTOP, () => {
  it("rule 2: inlines the bootstrap as a classic script at the top of the head of a build", async () => {
    const html = pageOf(await build({ ...configure(), build: { write: false } }));
    const script = /<head>\s*<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
    expect(html.indexOf(script)).toBeLessThan(html.indexOf("<title>"));
    expect(script).toContain("privage-host-origins");
    // Whole, although it holds what would end or hide a script element.
    expect(script).toMatch(/(<\\\/|\\x3C\/)script>\\x3C!--/);
    expect(() => new Function(script)).not.toThrow();
    expect(brotliCompressSync(script).length).toBeLessThan(8_000);
  });

  it("serves the bootstrap first, after the host origins, in development", async () => {
    const server = await createServer({
      ...configure(),
      server: { middlewareMode: true },
      appType: "custom",
    });
    try {
      const html = await server.transformIndexHtml(
        "/",
        `<html><head>${META}<script src="/main.ts"></script></head></html>`,
      );
      expect(html).toMatch(/content="http:\/\/localhost:1">\s*<script type="module" src="\/bootstrap.ts">/);
      expect((await server.transformRequest("/bootstrap.ts"))?.code).toContain("startAddOn");
    } finally {
      await server.close();
    }
  });
});
