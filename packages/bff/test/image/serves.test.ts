/** The image's files, put together as the Dockerfile says, started as it says, and asked for their health as it says. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { environmentOf, listOf, REPOSITORY, readImage, readStages, textsOf } from "../support/dockerfile.ts";

const folder = temporaryFolder();
afterAll(folder.remove);
const build = join(folder.path, "build");
const image = join(folder.path, "image");
const PATH = [dirname(process.execPath), process.env["PATH"]].join(delimiter);

const link = (target: string, path: string): void => {
  mkdirSync(dirname(path), { recursive: true });
  symlinkSync(target, path);
};

/** Every package that is installed here, but the workspace's own from `root`. */
const linkInstalled = (root: string): void => {
  for (const name of readdirSync(join(REPOSITORY, "node_modules"))) {
    if (!name.startsWith("@privage"))
      link(join(REPOSITORY, "node_modules", name), join(root, "node_modules", name));
  }
};

/** What a package may import at run time, as `npm ci --omit=dev` would have it; its own copy goes first. */
const linkDependencies = (root: string, workspace: string): void => {
  const manifest = readFileSync(join(REPOSITORY, "packages", workspace, "package.json"), "utf8");
  const { dependencies = {} } = JSON.parse(manifest) as { dependencies?: Record<string, string> };
  for (const name of Object.keys(dependencies).filter((each) => !each.startsWith("@privage"))) {
    const own = join("packages", workspace, "node_modules", name);
    const place = existsSync(join(REPOSITORY, own)) ? own : join("node_modules", name);
    if (!existsSync(join(root, place))) link(join(REPOSITORY, place), join(root, place));
  }
};

beforeAll(async () => {
  const [building] = readStages().filter(({ name }) => name === "build");
  if (!building) throw new Error("There is no stage that builds.");
  const isSource = (path: string) => !/[/\\](node_modules|dist|test)$/.test(path);
  for (const text of ["package.json package.json", ...textsOf(building, "COPY")]) {
    const [from = "", to = ""] = text.split(" ");
    cpSync(join(REPOSITORY, from), join(build, to === "./" ? from : to), {
      recursive: true,
      filter: isSource,
    });
  }
  linkInstalled(build);
  for (const name of ["contracts", "bff"])
    link(join(build, "packages", name), join(build, "node_modules/@privage-addons", name));
  const commands = textsOf(building, "RUN").filter((text) => text.startsWith("npm run"));
  for (const command of commands)
    await promisify(execFile)("sh", ["-c", command], { cwd: build, env: { ...process.env, PATH } });

  for (const text of textsOf(readImage(), "COPY")) {
    const [, stage, from = "", to = ""] = /^--from=(\S+) \/app(\S*) (\S+)$/.exec(text) ?? [];
    if (stage === "build") cpSync(join(build, from), join(image, to), { recursive: true });
    if (stage !== "dependencies") continue;
    for (const name of ["contracts", "bff"]) {
      const manifest = join("packages", name, "package.json");
      cpSync(join(REPOSITORY, manifest), join(image, manifest));
      linkDependencies(image, name);
      link(join(image, "packages", name), join(image, "node_modules/@privage-addons", name));
    }
  }
}, 300_000);

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, "close");
  return port;
};

describe("the image", () => {
  it("serves with run-time packages only, writes nothing into its own folder, is healthy, and ends by itself on SIGTERM", async () => {
    const stage = readImage();
    const env = {
      PATH,
      ...environmentOf(stage),
      // The image's own: everywhere, and a volume.
      HOST: "127.0.0.1",
      VAULT_URL: `sqlite:${join(folder.path, "data/vault.db")}`,
      VAULT_KEYS: testKey("a"),
      PORT: String(await freePort()),
    };
    const files = () => readdirSync(image, { recursive: true }).length;
    const before = files();
    const [program = "", ...args] = [...listOf(stage, "ENTRYPOINT"), ...listOf(stage, "CMD")];
    const child = spawn(program, args, { cwd: image, env, stdio: ["ignore", "pipe", "pipe"] });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
    const isHealthy = async (): Promise<boolean> => {
      const [command = "", ...rest] = listOf(stage, "HEALTHCHECK");
      return promisify(execFile)(command, rest, { env }).then(
        () => true,
        () => false,
      );
    };
    await expect.poll(() => output, { timeout: 60_000 }).toContain('"event":"listening"');
    expect([await isHealthy(), files()]).toEqual([true, before]);
    const closed = once(child, "close");
    child.kill("SIGTERM");
    await closed;
    expect([child.exitCode, output.includes("stopped"), await isHealthy()]).toEqual([0, true, false]);
  }, 180_000);
});
