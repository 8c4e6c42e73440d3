/** A build of an add-on: what browsers may keep of it, and what they get when another one takes its place. */
import { createHash } from "node:crypto";
import { mkdirSync, rmSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { type RunningBff, startBff, temporaryFolder } from "../support/bff.ts";
import { HASHED, siteRigPerTest, UNHASHED } from "../support/site-rig.ts";

const rig = siteRigPerTest();

it("lets only names with a hash be kept for ever", async () => {
  const cache = async (path: string) => (await fetch(`${rig.bff.url}${path}`)).headers.get("cache-control");
  for (const path of HASHED)
    expect([path, await cache(path)]).toEqual([path, "public, max-age=31536000, immutable"]);
  for (const path of [...UNHASHED, "/manifest.json"])
    expect([path, await cache(path)]).toEqual([path, "no-cache"]);
  expect(await cache("/")).toBe("no-store");
});

describe("a build in a folder", () => {
  let folder: ReturnType<typeof temporaryFolder>;
  let bff: RunningBff | undefined;
  beforeEach(() => {
    folder = temporaryFolder();
  });
  afterEach(async () => {
    vi.useRealTimers();
    await bff?.close();
    bff = undefined;
    folder.remove();
  });
  const pathOf = (name: string) => join(folder.path, name);
  const write = (name: string, text: string, changedAt = new Date()) => {
    writeFileSync(pathOf(name), text);
    utimesSync(pathOf(name), changedAt, changedAt);
  };
  /** The time that reproducible builds give to all files. */
  const REPRODUCIBLE = new Date(1_000);
  const serve = async () => {
    bff = await startBff({ STATIC_DIR: folder.path });
    return bff.url;
  };

  it("has a file that somebody may still be writing kept for no time", async () => {
    mkdirSync(pathOf("assets"));
    write("index.html", "");
    const url = await serve();
    vi.useFakeTimers({ toFake: ["Date"] }); // However long the test takes, it was written within the last second.
    write("assets/index-BWJp3f2c.js", "half of i");
    const answer = await fetch(`${url}/assets/index-BWJp3f2c.js`);
    expect([answer.status, answer.headers.get("cache-control")]).toEqual([200, "no-cache"]);
  });

  it("has a file without a hash asked for again by browsers, which are given the new one also where it has the time and the length of the old", async () => {
    write("index.html", "");
    write("version.json", "1", REPRODUCIBLE);
    const url = await serve();
    const first = await fetch(`${url}/version.json`);
    const askAgain = async () => {
      const known = { "if-none-match": first.headers.get("etag") ?? "", "cache-control": "max-age=0" };
      const answer = await fetch(`${url}/version.json`, { headers: known });
      return [answer.status, await answer.text()];
    };
    expect(await askAgain()).toEqual([304, ""]);
    write("version.json", "2", REPRODUCIBLE);
    expect(await askAgain()).toEqual([200, "2"]);
  });

  it("is served as soon as it is there, without a restart; until then, and while it is being written, the one before is", async () => {
    const build = (name: string, ageSeconds: number) => {
      write(`${name}-BWJp3f2c.js`, name);
      const page = `<html><head><script>${name}</script><script src="/${name}-BWJp3f2c.js"></script></head></html>`;
      write("index.html", page, new Date(Date.now() - ageSeconds * 1_000));
    };
    build("first", 60);
    const url = await serve();
    const served = async () => {
      const answer = await fetch(`${url}/`);
      const script = /src="([^"]+)"/.exec(await answer.text())?.[1] ?? "";
      const policy = answer.headers.get("content-security-policy");
      const isAllowed = (text: string) =>
        policy?.includes(createHash("sha256").update(text).digest("base64"));
      return { name: await (await fetch(`${url}${script}`)).text(), isAllowed };
    };
    expect((await served()).name).toBe("first");
    vi.useFakeTimers({ toFake: ["Date"] });
    build("half-written", 0);
    expect((await served()).name).toBe("first");
    vi.useRealTimers();
    rmSync(pathOf("index.html"));
    expect((await served()).name).toBe("first");
    build("second", 50);
    const { name, isAllowed } = await served();
    expect([name, isAllowed("second"), isAllowed("first")]).toEqual(["second", true, false]);
  });

  it("is served also when its page has the time and the length of the one before, as reproducible builds do", async () => {
    write("index.html", "first", REPRODUCIBLE);
    const url = await serve();
    write("index.html", "third", REPRODUCIBLE);
    expect(await (await fetch(`${url}/`)).text()).toMatch(/third$/);
  });

  it("is served also when its files have a time to come, as out of a ZIP that Windows made east of the server", async () => {
    mkdirSync(pathOf("assets"));
    write("index.html", "first");
    const url = await serve();
    const toCome = new Date(Date.now() + 25_200_000);
    write("index.html", "second", toCome);
    write("assets/index-BWJp3f2c.js", "", toCome);
    expect(await (await fetch(`${url}/`)).text()).toMatch(/second$/);
    const script = await fetch(`${url}/assets/index-BWJp3f2c.js`);
    expect(script.headers.get("cache-control")).toMatch(/immutable$/);
  });

  it.each([
    ["without a page", "ENOENT", () => {}],
    ["with one that cannot be read", "EISDIR", (page: string) => mkdirSync(page)],
  ])("%s is no start: the server says why and what to do", async (_what, code, make) => {
    make(pathOf("index.html"));
    await expect(serve()).rejects.toThrow(
      `The index.html of STATIC_DIR cannot be read (${code}): build the add-on first`,
    );
  });
});
