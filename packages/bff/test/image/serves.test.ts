/** The image's files, put together as the Dockerfile says, started as it says, and asked for their health as it says. */
import { execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from "node:fs";
import type { AddressInfo } from "node:net";
import { createServer } from "node:net";
import { basename, delimiter, dirname, join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { temporaryFolder, testKey } from "../support/bff.ts";
import { environmentOf, listOf, REPOSITORY, readImage, readStages, textsOf } from "../support/dockerfile.ts";
import { startPostgres } from "../support/postgres.ts";

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

beforeAll(async () => {
  const [building] = readStages().filter(({ name }) => name === "build");
  if (!building) throw new Error("There is no stage that builds.");
  const isSource = (path: string) => !/[/\\](node_modules|dist|test)$/.test(path);
  for (const text of textsOf(building, "COPY")) {
    const paths = text.split(" ");
    const to = paths.pop() ?? "";
    for (const from of paths) {
      const place = to.endsWith("/") ? join(to, basename(from)) : to;
      cpSync(join(REPOSITORY, from), join(build, place), { recursive: true, filter: isSource });
    }
  }
  linkInstalled(build);
  for (const name of ["contracts", "bff"]) {
    link(join(build, "packages", name), join(build, "node_modules/@privage-addons", name));
    // Versions of its own go first.
    const own = join("packages", name, "node_modules");
    if (existsSync(join(REPOSITORY, own))) link(join(REPOSITORY, own), join(build, own));
  }
  const commands = textsOf(building, "RUN").filter((text) => !text.startsWith("npm ci"));
  for (const command of commands)
    await promisify(execFile)("sh", ["-c", command], { cwd: build, env: { ...process.env, PATH } });

  for (const text of textsOf(readImage(), "COPY")) {
    const [, stage, from = "", to = ""] = /^--from=(\S+) \/app(\S*) (\S+)$/.exec(text) ?? [];
    if (stage === "build") cpSync(join(build, from), join(image, to), { recursive: true });
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

interface RunningImage {
  readonly url: string;
  readonly output: () => string;
  readonly isHealthy: () => Promise<boolean>;
  /** Another command in the same place, as `docker exec` runs it. */
  readonly run: (...args: string[]) => Promise<string>;
  /** SIGTERM; resolves to the exit code. */
  readonly stop: () => Promise<number | null>;
}

const startImage = async (own: Record<string, string>): Promise<RunningImage> => {
  const stage = readImage();
  const port = await freePort();
  // The image's own address is everywhere.
  const env = { PATH, ...environmentOf(stage), HOST: "127.0.0.1", PORT: String(port), ...own };
  const [program = "", ...entry] = listOf(stage, "ENTRYPOINT");
  const child = spawn(program, [...entry, ...listOf(stage, "CMD")], {
    cwd: image,
    env,
    stdio: ["ignore", "pipe", "pipe"],
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  let output = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (chunk: Buffer) => {
      output += chunk.toString();
    });
  }
  await expect.poll(() => output, { timeout: 60_000 }).toContain('"event":"listening"');
  return {
    url: `http://127.0.0.1:${port}`,
    output: () => output,
    isHealthy: () => {
      const [command = "", ...rest] = listOf(stage, "HEALTHCHECK");
      return promisify(execFile)(command, rest, { env }).then(
        () => true,
        () => false,
      );
    },
    run: async (...args) => {
      const { stdout, stderr } = await promisify(execFile)(program, [...entry, ...args], { cwd: image, env });
      return stdout + stderr;
    },
    stop: async () => {
      const closed = once(child, "close");
      child.kill("SIGTERM");
      await closed;
      return child.exitCode;
    },
  };
};

describe("the image", () => {
  it("serves with no package beside it, writes nothing into its own folder, is healthy, and ends by itself on SIGTERM", async () => {
    const files = () => readdirSync(image, { recursive: true }).length;
    const before = files();
    // The image's own vault is in a volume.
    const vault = `sqlite:${join(folder.path, "data/vault.db")}`;
    const running = await startImage({ VAULT_URL: vault, VAULT_KEYS: testKey("a") });
    expect([await running.isHealthy(), files()]).toEqual([true, before]);
    expect([await running.stop(), running.output().includes("stopped"), await running.isHealthy()]).toEqual([
      0,
      true,
      false,
    ]);
  }, 180_000);

  it("has within it what only some are configured for: PostgreSQL, the page, signatures, the migration", async () => {
    const postgres = await startPostgres();
    const page = join(folder.path, "page");
    mkdirSync(page);
    writeFileSync(join(page, "index.html"), "<!doctype html><title>The add-on</title>");
    writeFileSync(join(folder.path, "shops.csv"), "business,shop,access_token\nCAFE01,no shop,made-up\n");
    writeFileSync(join(folder.path, "secret"), "test-only");
    const running = await startImage({
      VAULT_URL: await postgres.createDatabase(),
      VAULT_KEYS: testKey("a"),
      STATIC_DIR: page,
      PRIVAGE_JWT_KEY: Buffer.alloc(32, 1).toString("base64"),
      HOST_ORIGINS: "https://manage.example",
      ADDON_ORIGINS: "https://addon.example",
    });
    const at = (name: string) => join(folder.path, name);
    const made = [
      "--client-id",
      "made-up",
      "--client-secret-file",
      at("secret"),
      "--report",
      at("report.csv"),
    ];
    try {
      expect(await running.isHealthy()).toBe(true);
      expect(await (await fetch(running.url)).text()).toContain("The add-on");
      const headers = { authorization: "Bearer eyJhbGciOiJIUzI1NiJ9.e30.AA" };
      expect((await fetch(`${running.url}/connections`, { headers })).status).toBe(401);
      expect(await running.run("vault", "backup", at("vault.jsonl"))).toContain("0 rows");
      await expect(running.run("haravan", "migrate", at("shops.csv"), ...made)).rejects.toThrow(
        "1 of 1 shops are not converted",
      );
      expect(await running.stop()).toBe(0);
    } finally {
      await postgres.stop();
    }
  }, 180_000);
});
