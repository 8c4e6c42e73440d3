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

const configure = (entry = "bootstrap.ts") => ({
  configFile: false as const,
  root,
  logLevel: "silent" as const,
  resolve: { conditions: ["@privage-addons/source", "module", "browser", "development|production"] },
  plugins: [addOnBootstrap({ entry })],
});

/** The files of a build: their names, and the page's text. */
const buildWith = async (entry?: string, folder = root) => {
  const output = await build({ ...configure(entry), root: folder, build: { write: false } });
  const files = (Array.isArray(output) ? output : [output]).flatMap((each) =>
    "output" in each ? each.output : [],
  );
  const page = files.find(({ fileName }) => fileName === "index.html");
  return {
    html: page?.type === "asset" ? String(page.source) : "",
    names: files.map(({ fileName }) => fileName),
  };
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
    const { html } = await buildWith();
    const script = /<head>\s*<script>([\s\S]*?)<\/script>/.exec(html)?.[1] ?? "";
    expect(html.indexOf(script)).toBeLessThan(html.indexOf("<title>"));
    expect(script).toContain("privage-host-origins");
    // Whole, although it holds what would end or hide a script element.
    expect(script).toMatch(/(<\\\/|\\x3C\/)script>\\x3C!--/);
    expect(() => new Function(script)).not.toThrow();
    expect(brotliCompressSync(script).length).toBeLessThan(8_000);
  });

  it("makes a page that has no other script one file, which holds the whole add-on", async () => {
    const small = join(root, "small");
    await mkdir(small);
    await writeFile(
      join(small, "index.html"),
      `<!doctype html><html><head>${META}</head><body><output></output></body></html>`,
    );
    await writeFile(
      join(small, "logo.svg"),
      `<svg xmlns="http://www.w3.org/2000/svg">${" ".repeat(9_000)}</svg>`,
    );
    await writeFile(
      join(small, "main.css"),
      'output::before { content: "</style>"; background: url(logo.svg) }',
    );
    await writeFile(
      join(small, "main.ts"),
      `import "./main.css";
       import { connectToHost } from ${JSON.stringify(join(packageRoot, "src/index.ts"))};
       const { session } = await connectToHost();
       document.body.dataset.mode = process.env.NODE_ENV;
       const { late } = await import("./late.ts");
       late(session);`,
    );
    await writeFile(join(small, "late.ts"), "export const late = console.info;");

    const { html, names } = await buildWith("main.ts", small);

    expect(names).toEqual(["index.html"]);
    const [, style = "", script = ""] =
      /origins"[^>]*>\s*<style>([^<]*)<\/style><script type="module">([\s\S]*)<\/script><\/head>/.exec(
        html,
      ) ?? [];
    expect(style).toMatch(/content:"\\3C \/style>";background:url\(data:image\/svg/);
    // A top-level `await`, and nothing that a browser does not know.
    expect(script.match(/\}=await \w+\(\);document\.body/)?.length).toBe(1);
    expect(script.includes("process.env")).toBe(false);
  });

  it("says what to write instead of a top-level await, where a classic script cannot have one", async () => {
    await writeFile(join(root, "awaiting.ts"), "document.title = await Promise.resolve(`x`);");
    await expect(buildWith("awaiting.ts")).rejects.toThrow(
      "addOnBootstrap: awaiting.ts becomes a classic script, since the page has scripts of its own. " +
        "There is no top-level `await` in it: write `connectToHost().then(…)`, or `await` inside a function.",
    );
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
