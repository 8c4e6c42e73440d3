/** What the browser gets: the add-on's page, who may frame it, and which other origins may call. */
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { startBff, temporaryFolder } from "../support/bff.ts";
import { AUTHORIZED } from "../support/rig.ts";
import { HASHED, HOST, SCRIPT, siteRigPerTest, UNHASHED } from "../support/site-rig.ts";

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

  it("lets only names with a hash be kept for ever", async () => {
    const cache = async (path: string) => (await fetch(`${rig.bff.url}${path}`)).headers.get("cache-control");
    for (const path of HASHED)
      expect([path, await cache(path)]).toEqual([path, "public, max-age=31536000, immutable"]);
    for (const path of [...UNHASHED, "/manifest.json"])
      expect([path, await cache(path)]).toEqual([path, "no-cache"]);
    expect(await cache("/")).toBe("no-store");
  });

  it("lets a file that somebody may still be writing be kept for no time", async () => {
    const { path: folder, remove } = temporaryFolder();
    const file = join(folder, "assets", "index-BWJp3f2c.js");
    mkdirSync(join(folder, "assets"));
    writeFileSync(join(folder, "index.html"), "");
    writeFileSync(file, "half of i");
    const soon = new Date(Date.now() + 60_000); // However long the test takes, it was written within the last second.
    utimesSync(file, soon, soon);
    const { url, close } = await startBff({ STATIC_DIR: folder });
    const answer = await fetch(`${url}/assets/index-BWJp3f2c.js`);
    await close();
    remove();
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  });

  it("has a file without a hash asked for again by browsers, which are given the new one also where it has the time and the length of the old", async () => {
    const { path: folder, remove } = temporaryFolder();
    const build = (version: number) => {
      writeFileSync(join(folder, "version.json"), String(version));
      utimesSync(join(folder, "version.json"), 1, 1); // As reproducible builds do.
    };
    writeFileSync(join(folder, "index.html"), "");
    build(1);
    const { url, close } = await startBff({ STATIC_DIR: folder });
    const first = await fetch(`${url}/version.json`);
    const askAgain = async () => {
      const known = { "if-none-match": first.headers.get("etag") ?? "", "cache-control": "max-age=0" };
      const answer = await fetch(`${url}/version.json`, { headers: known });
      return [answer.status, await answer.text()];
    };
    expect(await askAgain()).toEqual([304, ""]);
    build(2);
    expect(await askAgain()).toEqual([200, "2"]);
    await close();
    remove();
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

  it("is the new build as soon as one is there, without a restart; until then, and while a build is writing, the old one", async () => {
    const { path: folder, remove } = temporaryFolder();
    const page = join(folder, "index.html");
    const build = (name: string, ageSeconds: number) => {
      writeFileSync(join(folder, `${name}-BWJp3f2c.js`), name);
      writeFileSync(
        page,
        `<html><head><script>${name}</script><script src="/${name}-BWJp3f2c.js"></script></head></html>`,
      );
      const changedAt = Date.now() / 1000 - ageSeconds;
      utimesSync(page, changedAt, changedAt);
    };
    build("first", 60);
    const other = await startBff({ ...rig.platforms.env, STATIC_DIR: folder });
    const served = async () => {
      const answer = await fetch(`${other.url}/`);
      const script = /src="([^"]+)"/.exec(await answer.text())?.[1] ?? "";
      const chunk = await fetch(`${other.url}${script}`);
      const policy = answer.headers.get("content-security-policy");
      return { name: await chunk.text(), isAllowed: (name: string) => policy?.includes(sha256(name)) };
    };
    expect((await served()).name).toBe("first");
    build("half-written", -3_600);
    expect((await served()).name).toBe("first");
    rmSync(page);
    expect((await served()).name).toBe("first");
    build("second", 50);
    const { name, isAllowed } = await served();
    expect([name, isAllowed("second"), isAllowed("first")]).toEqual(["second", true, false]);
    await other.close();
    remove();
  });

  it("is the new build also when its page has the time and the length of the one before, as reproducible builds do", async () => {
    const { path: folder, remove } = temporaryFolder();
    const build = (name: string) => {
      writeFileSync(join(folder, "index.html"), name);
      utimesSync(join(folder, "index.html"), 1, 1);
    };
    build("first");
    const { url, close } = await startBff({ STATIC_DIR: folder });
    build("third");
    const served = await (await fetch(`${url}/`)).text();
    await close();
    remove();
    expect(served).toMatch(/third$/);
  });

  it.each([
    ["without a page to serve", "ENOENT", () => {}],
    ["with one that cannot be read", "EISDIR", (page: string) => mkdirSync(page)],
  ])("does not start %s, and says why and what to do", async (_what, code, make) => {
    const { path: folder, remove } = temporaryFolder();
    make(join(folder, "index.html"));
    await expect(startBff({ ...rig.platforms.env, STATIC_DIR: folder })).rejects.toThrow(
      `The index.html of STATIC_DIR cannot be read (${code}): build the add-on first`,
    );
    remove();
  });
});

describe("browsers of other origins", () => {
  it("may call only from the exact origins configured, without credentials", async () => {
    const preflight = (origin: string) =>
      fetch(`${rig.bff.url}/partner/sales`, {
        method: "OPTIONS",
        headers: {
          origin,
          "access-control-request-method": "GET",
          "access-control-request-headers": "authorization",
        },
      });
    const get = (origin: string) =>
      fetch(`${rig.bff.url}/partner/sales`, { headers: { ...AUTHORIZED, origin } });
    const allowed = [await preflight("https://desk.example"), await get("https://desk.example")];
    expect(allowed.map(({ headers }) => headers.get("access-control-allow-origin"))).toEqual([
      "https://desk.example",
      "https://desk.example",
    ]);
    expect(allowed.map(({ headers }) => headers.get("access-control-allow-credentials"))).toEqual([
      null,
      null,
    ]);
    for (const origin of [
      "https://desk.example.evil",
      "http://desk.example",
      "null",
      "https://evil.example",
    ]) {
      const answers = [await preflight(origin), await get(origin)];
      expect(answers.map(({ headers }) => headers.get("access-control-allow-origin"))).not.toContain(origin);
      expect(answers.map(({ headers }) => headers.get("access-control-allow-origin"))).not.toContain("*");
    }
  });

  it("see when to come back also where the platform names a date, for which they need the answer's own", async () => {
    const date = "Sun, 29 Nov 2026 00:01:00 GMT";
    rig.platforms.override = ({ path }, response) => {
      if (!path.endsWith("/sales")) return false;
      response.writeHead(429, { "retry-after": date }).end();
      return true;
    };
    const headers = { ...AUTHORIZED, origin: "https://desk.example" };
    const answer = await fetch(`${rig.bff.url}/partner/sales`, { headers });
    const exposed = answer.headers.get("access-control-expose-headers")?.split(", ");
    expect([answer.headers.get("retry-after"), exposed]).toEqual([
      date,
      expect.arrayContaining(["retry-after", "date"]),
    ]);
  });

  it("are told, logged and counted when a path is not well-formed, as with every other refusal", async () => {
    const headers = { origin: "https://desk.example", "content-type": "text/xml" };
    const url = `${rig.bff.url}/partner/%zz?secret=canary`;
    const answer = await fetch(url, { method: "POST", headers, body: "<x/>" });
    expect([answer.status, await answer.json()]).toMatchObject([
      400,
      { code: "ROUTE_NOT_ALLOWED", detail: "This path is not well-formed.", trace_id: expect.any(String) },
    ]);
    expect(answer.headers.get("access-control-allow-origin")).toBe("https://desk.example");
    await expect.poll(() => rig.bff.logs()).toMatch(/"method":"POST","route":"other","status":400/);
    expect(rig.bff.logs()).not.toContain("canary");
    const metrics = await (await fetch(`${rig.bff.url}/metrics`)).text();
    expect(metrics).toMatch(/requests_total\{route="other",status="400"\} 1/);
  });
});
