import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { get } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { NONCE_PLACEHOLDER } from "../server/page.ts";
import { type ServedSite, serveManagementSite } from "../server/serve.ts";

const config = {
  privageBaseUrl: "https://core.example",
  addOns: [
    { key: "loyalty-desk", appconnectId: 42, title: `Desk "&<b>`, src: "https://desk.example/start?a=1" },
  ],
};
const PAGE = `<!doctype html><html><head><meta property="csp-nonce" nonce="${NONCE_PLACEHOLDER}"></head></html>`;

const SCRIPT = `export const text = "${"again and ".repeat(50)}";`;

let distDir: string;
let site: ServedSite;

beforeAll(async () => {
  distDir = await mkdtemp(join(tmpdir(), "management-site-"));
  await mkdir(join(distDir, "assets"));
  await writeFile(join(distDir, "index.html"), PAGE);
  await writeFile(join(distDir, "assets", "index-abc123.js"), SCRIPT);
  await writeFile(join(distDir, "favicon.svg"), "<svg/>");
  site = await serveManagementSite({ port: 0, host: "localhost", config, distDir });
});
afterAll(async () => {
  await site.close();
  await rm(distDir, { recursive: true });
});

/** Sends a path as it is written; `fetch` would mend it first. */
const statusOf = (path: string) =>
  new Promise<number | undefined>((resolve, reject) => {
    get(site.url, { path }, (response) => resolve(response.resume().statusCode)).once("error", reject);
  });

const policyOf = (response: Response) =>
  new Map(
    (response.headers.get("content-security-policy") ?? "").split("; ").map((directive) => {
      const [name = "", ...values] = directive.split(" ");
      return [name, values] as const;
    }),
  );

describe("the Management Site's server", () => {
  test("sends the page for every deep link, never cached", async () => {
    const paths = [
      "/",
      "/index.html",
      "/add-ons/loyalty-desk/members/42?beside=loyalty-desk",
      "/add-ons/loyalty-desk/members/VIP.001",
      "/add-ons/loyalty.desk",
    ];
    for (const path of paths) {
      const response = await fetch(site.url + path);
      expect(response.status).toBe(200);
      expect(response.headers.get("content-type")).toBe("text/html; charset=utf-8");
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  test("writes the configuration into the page so that no title can break out of it", async () => {
    const page = await (await fetch(site.url)).text();
    const content = /<meta name="privage-site-config" content="([^"]*)">/.exec(page)?.[1] ?? "";
    expect(content).not.toMatch(/[<"]/);
    const decoded = content.replaceAll("&lt;", "<").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
    expect(JSON.parse(decoded)).toEqual(config);
  });

  test("lets the page frame the add-ons' origins and talk to Privage, and nothing else", async () => {
    const response = await fetch(site.url);
    const policy = policyOf(response);
    expect(policy.get("default-src")).toEqual(["'none'"]);
    expect(policy.get("frame-src")).toEqual(["https://desk.example"]);
    expect(policy.get("connect-src")).toEqual(["https://core.example"]);
    expect(policy.get("script-src")).toEqual(["'self'"]);
    expect(policy.get("frame-ancestors")).toEqual(["'none'"]);
    expect(policy.get("require-trusted-types-for")).toEqual(["'script'"]);
    expect(response.headers.get("x-content-type-options")).toBe("nosniff");
    expect(response.headers.get("referrer-policy")).toBe("no-referrer");
  });

  test("lets the page of the demo talk to the simulators as well", async () => {
    const at = (name: string) => `https://${name}.example`;
    const simulators = { privage: at("core"), partner: at("partner"), haravan: at("haravan") };
    const demo = await serveManagementSite({
      port: 0,
      host: "localhost",
      config: { ...config, simulators },
      distDir,
    });
    const policy = policyOf(await fetch(demo.url));
    expect(policy.get("connect-src")).toEqual([at("core"), at("partner"), at("haravan")]);
    await demo.close();
  });

  test("gives each answer a nonce of its own, the same in page and policy", async () => {
    const nonces = new Set<string>();
    for (let visit = 0; visit < 3; visit++) {
      const response = await fetch(site.url);
      const nonce = /nonce="([^"]+)"/.exec(await response.text())?.[1] ?? "";
      expect(policyOf(response).get("style-src")).toContain(`'nonce-${nonce}'`);
      nonces.add(nonce);
    }
    expect(nonces).toHaveProperty("size", 3);
    expect(nonces).not.toContain(NONCE_PLACEHOLDER);
  });

  test("caches hashed assets for ever, and other files not without asking", async () => {
    const asset = await fetch(`${site.url}/assets/index-abc123.js`);
    expect(asset.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const icon = await fetch(`${site.url}/favicon.svg`);
    expect(icon.headers.get("cache-control")).toBe("no-cache");
  });

  test("sends assets compressed to whoever takes it, and 304 to whoever has it", async () => {
    const address = `${site.url}/assets/index-abc123.js`;
    const answer = await fetch(address, { headers: { "accept-encoding": "gzip, br" } });
    expect(answer.headers.get("content-encoding")).toBe("br");
    expect(await answer.text()).toBe(SCRIPT);
    const plain = await fetch(address, { headers: { "accept-encoding": "identity" } });
    expect(plain.headers.get("content-encoding")).toBeNull();
    expect(await plain.text()).toBe(SCRIPT);
    const etag = answer.headers.get("etag") ?? "";
    expect((await fetch(address, { headers: { "if-none-match": etag } })).status).toBe(304);
  });

  test("goes on serving the build it started with while another one replaces it", async () => {
    await rm(join(distDir, "assets"), { recursive: true });
    expect(await (await fetch(`${site.url}/assets/index-abc123.js`)).text()).toBe(SCRIPT);
    await mkdir(join(distDir, "assets"));
  });

  test("answers 404 for a file that is not there, and 405 for a write", async () => {
    expect((await fetch(`${site.url}/assets/gone.js`)).status).toBe(404);
    expect((await fetch(`${site.url}/..%2f..%2fpackage.json`)).status).toBe(404);
    expect((await fetch(site.url, { method: "POST" })).status).toBe(405);
  });

  test("answers 400 for an address that is none, and goes on serving", async () => {
    expect(await statusOf("//")).toBe(400);
    expect(await statusOf("/")).toBe(200);
  });

  test("rejects when the port is taken", async () => {
    const port = Number(new URL(site.url).port);
    await expect(serveManagementSite({ port, host: "localhost", config, distDir })).rejects.toThrow(
      "EADDRINUSE",
    );
  });

  test("says what to do when there is no build", async () => {
    const options = { port: 0, host: "localhost", config, distDir: join(distDir, "assets") };
    await expect(serveManagementSite(options)).rejects.toThrow("npm run build");
  });
});
