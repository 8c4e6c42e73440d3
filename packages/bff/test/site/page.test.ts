/** What the browser gets: the add-on's page, who may frame it, and what may run in it. */
import { createHash } from "node:crypto";
import { once } from "node:events";
import { readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import { type AddressInfo, connect, type Socket } from "node:net";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startBff, temporaryFolder } from "../support/bff.ts";
import { HOST, SCRIPT, siteRigPerTest } from "../support/site-rig.ts";

const rig = siteRigPerTest();
const guide = readFileSync(join(import.meta.dirname, "../../../../docs/bff/operating.md"), "utf8");
const sha256 = (text: string): string => createHash("sha256").update(text).digest("base64");

describe("the served add-on", () => {
  it("names its hosts to the browser and to the SDK, and allows inline scripts by hash only", async () => {
    const answer = await fetch(`${rig.bff.url}/`);
    const html = await answer.text();
    const policy = answer.headers.get("content-security-policy") ?? "";
    expect(html).toContain(`<head><meta name="privage-host-origins" content="${HOST}">`);
    expect(policy).toContain(`frame-ancestors ${HOST}`);
    expect(policy).toContain(`script-src 'self' 'sha256-${sha256(SCRIPT)}';`);
    expect(policy).not.toMatch(/script-src[^;]*unsafe/);
    const nonce = /nonce="([\w-]{20,})"/.exec(html)?.[1];
    expect(policy).toContain(`style-src 'self' 'nonce-${nonce}'`);
    expect(await (await fetch(`${rig.bff.url}/`)).text()).not.toContain(String(nonce));
    expect([answer.headers.get("x-content-type-options"), answer.headers.get("referrer-policy")]).toEqual([
      "nosniff",
      "no-referrer",
    ]);
  });

  it("comes with the headers that the operator's guide shows", async () => {
    const other = await startBff({ STATIC_DIR: rig.folder, HOST_ORIGINS: HOST });
    const { headers } = await fetch(`${other.url}/`);
    await other.close();
    const policy = (headers.get("content-security-policy") ?? "").replaceAll(/(sha256|nonce)-[^']+/g, "$1-…");
    expect(guide).toContain(`\n${policy.replaceAll("; ", ";\n")}\n`);
    expect(guide).toContain(`\`Permissions-Policy: ${headers.get("permissions-policy")}\``);
  });

  it("refuses to be framed when no host is configured", async () => {
    const other = await startBff({ ...rig.platforms.env, STATIC_DIR: rig.folder });
    expect((await fetch(`${other.url}/`)).headers.get("content-security-policy")).toContain(
      "frame-ancestors 'none'",
    );
    await other.close();
  });

  it("lets nobody else frame the other pages of its build either", async () => {
    const { path: folder, remove } = temporaryFolder();
    for (const name of ["index.html", "print.html"]) writeFileSync(join(folder, name), "");
    const { url, close } = await startBff({ STATIC_DIR: folder, HOST_ORIGINS: HOST });
    const { headers } = await fetch(`${url}/print.html`);
    await close();
    remove();
    expect(headers.get("content-security-policy")).toBe(`frame-ancestors ${HOST}`);
  });

  it("opens at its own deep links, but answers everything else with a problem and hides dot files", async () => {
    const navigate = async (path: string) => {
      const page = await fetch(`${rig.bff.url}${path}`, { headers: { accept: "text/html" } });
      return [page.status, page.headers.get("content-type")];
    };
    for (const path of ["/members/42", "/members/VIP.001", "/members/%E0%B8%81", "/members/"])
      expect(await navigate(path)).toEqual([200, "text/html; charset=utf-8"]);
    for (const path of ["/assets/gone-BWJp3f2c.js", "/assets/gone", "/robots.txt", "/.git"])
      expect((await navigate(path))[0]).not.toBe(200);
    expect((await fetch(`${rig.bff.url}/members/42`)).status).toBe(404);
    const own = /where the server answers itself: ([^.]*)\./.exec(guide)?.[1] ?? "";
    const paths = [...own.matchAll(/`([^`]+)`/g)].map(([, path = ""]) => path.replace("*", "x"));
    expect(paths.length).toBeGreaterThan(5);
    for (const path of paths) expect((await navigate(path))[1]).not.toMatch("text/html");
    expect(await (await fetch(`${rig.bff.url}/.env`)).text()).not.toContain("canary");
  });

  it("answers HEAD with the headers of the page, also at a deep link", async () => {
    for (const path of ["/", "/index.html", "/members/42"]) {
      const page = await fetch(`${rig.bff.url}${path}`, { method: "HEAD", headers: { accept: "text/html" } });
      expect([path, page.status]).toEqual([path, 200]);
      expect(page.headers.get("content-security-policy")).toContain(`frame-ancestors ${HOST}`);
    }
  });

  it("says why a part of a file, or a hidden one, is not given", async () => {
    const detail = async (path: string, headers = {}) => {
      const answer = await fetch(`${rig.bff.url}${path}`, { headers });
      return [answer.status, ((await answer.json()) as { detail: string }).detail];
    };
    expect(await detail("/manifest.json", { range: "bytes=900-" })).toEqual([
      416,
      "The request cannot be answered: Range Not Satisfiable.",
    ]);
    expect(await detail("/.env")).toEqual([403, "The request cannot be answered: Forbidden."]);
  });

  it("is cut off for whoever asks for a large file and does not read on in it, and for nobody who waits for a platform as long", async () => {
    const { path: folder, remove } = temporaryFolder();
    writeFileSync(join(folder, "index.html"), "");
    writeFileSync(join(folder, "menu.pdf"), Buffer.alloc(20_000_000));
    let answer = (): void => {};
    const platform = createServer((_request, response) => {
      answer = () => void response.setHeader("content-type", "application/json").end('{"late":true}');
    }).listen(0, "127.0.0.1");
    await once(platform, "listening");
    const other = await startBff({
      ...{ STATIC_DIR: folder, REQUEST_TIMEOUT_MS: "100" },
      PRIVAGE_BASE_URL: `http://127.0.0.1:${(platform.address() as AddressInfo).port}`,
    });
    const ask = (...paths: string[]) => {
      const caller = connect(Number(new URL(other.url).port), "127.0.0.1");
      for (const path of paths)
        caller.write(`GET ${path} HTTP/1.1\r\nhost: desk.example\r\nauthorization: Bearer one\r\n\r\n`);
      return caller.setEncoding("utf8");
    };
    const patient = ask("/healthz", "/privage/v2/connect/campaigns");
    let read = "";
    patient.on("data", (text: string) => {
      read += text;
    });
    await once(platform, "request");
    const accepted = once(other.app.server, "connection");
    const unread = ask("/menu.pdf").pause();
    const [socket] = (await accepted) as [Socket];
    await once(socket, "close");
    answer();
    await expect.poll(() => read).toContain('{"late":true}');
    unread.destroy();
    patient.destroy();
    await other.close();
    platform.close();
    remove();
  });

  const serve = async (html: string) => {
    const { path: folder, remove } = temporaryFolder();
    writeFileSync(join(folder, "index.html"), html);
    const other = await startBff({ ...rig.platforms.env, STATIC_DIR: folder });
    const answer = await fetch(`${other.url}/`);
    const policy = answer.headers.get("content-security-policy") ?? "";
    const served = { html: await answer.text(), policy };
    await other.close();
    remove();
    return served;
  };

  it.each(["\r\n", "\r", "\n"])(
    "has its inline scripts and styles allowed as browsers hash them, with line ends of one kind: %j",
    async (end) => {
      const { policy } = await serve(`<head><script>a${end}b</script><style>c${end}d</style></head>`);
      expect(policy).toContain(`script-src 'self' 'sha256-${sha256("a\nb")}';`);
      expect(policy).toContain(` 'sha256-${sha256("c\nd")}';`);
    },
  );

  it("has them allowed also after a comment or a script that speaks of such elements", async () => {
    const { policy } = await serve(
      "<head><!-- the <script> is first, its <style> follows --><script>a('<style>')</script><style>b</style></head>",
    );
    expect(policy).toContain(`script-src 'self' 'sha256-${sha256("a('<style>')")}';`);
    expect(policy).toContain(` 'sha256-${sha256("b")}';`);
  });

  it("has them allowed also where an attribute has a > in it", async () => {
    const { policy } = await serve(
      "<head><style media=\"(width >= 40rem)\">a</style><script id='b>c'>d</script></head>",
    );
    expect(policy).toContain(`script-src 'self' 'sha256-${sha256("d")}';`);
    expect(policy).toContain(` 'sha256-${sha256("a")}';`);
  });

  it.each([
    ["a head with attributes", '<!doctype html>\n<html lang="th" x="a>b"><HEAD class="x">', "<script>"],
    ["a comment about a head", "<!doctype html><!-- <head> --><html>\n<head>", "<script>"],
    ["no head, and a header", "<!doctype html><html>", "<script></script><body><header></header>"],
    ["neither html nor head", "<!doctype html>", "<script></script><header></header>"],
    ["nothing but a script", "", "<script></script>"],
  ])("names its hosts before anything that may run, in a page with %s", async (_what, start, rest) => {
    const { html } = await serve(`${start}${rest}`);
    expect(html.startsWith(`${start}<meta name="privage-host-origins"`)).toBe(true);
    expect(html.match(/<meta /g)).toHaveLength(2);
    expect(html.endsWith(`">${rest}`)).toBe(true);
  });
});
