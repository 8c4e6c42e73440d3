/** Who ends when a process above them is killed hard: shown with the real bootstrap, npm and shell, in a folder of its own. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { inRoot } from "../src/lib/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "privage-end-"));
const write = (file: string, text: string) => {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), text);
};

/** A command that says who it is, counts while it lives, and ends when it is told to. */
const COMMAND = `
  import { writeFileSync } from "node:fs";
  let beats = 0;
  setInterval(() => writeFileSync(process.argv[2], JSON.stringify({ pid: process.pid, beats: ++beats })), 50);
  for (const event of ["SIGTERM", "disconnect"]) process.on(event, () => process.exit());
`;

beforeAll(() => {
  for (const file of ["bootstrap.mjs", "npm-life.mjs"])
    cpSync(inRoot("packages/workshop", file), join(folder, "packages/workshop", file));
  write("packages/workshop/src/commands/wait.ts", COMMAND);
  write("package.json", '{ "scripts": { "wait": "node packages/workshop/bootstrap.mjs wait" } }');
  for (const lock of ["package-lock.json", "node_modules/.package-lock.json"])
    write(lock, '{ "packages": {} }');
  symlinkSync(inRoot("node_modules/node"), join(folder, "node_modules/node"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const readBeats = (file: string): { pid: number; beats: number } | undefined =>
  existsSync(join(folder, file)) ? JSON.parse(readFileSync(join(folder, file), "utf8") || "null") : undefined;

/** A zombie has ended: only its new parent has not asked for it yet. */
const isZombie = (pid: number): boolean =>
  existsSync(`/proc/${pid}/stat`) && /\) Z /.test(readFileSync(`/proc/${pid}/stat`, "utf8"));
const lives = (pid: number): boolean => {
  try {
    return process.kill(pid, 0) && !isZombie(pid);
  } catch {
    return false;
  }
};
const deadline = { timeout: 60_000, interval: 50 };
const untilItBeats = (file: string, more = 1) => {
  const before = readBeats(file)?.beats ?? 0;
  return vi.waitFor(() => {
    const now = readBeats(file);
    if (!now || now.beats < before + more) throw new Error(`${file} does not beat.`);
    return now.pid;
  }, deadline);
};
const untilItHasEnded = (pid: number) =>
  vi.waitFor(() => expect(lives(pid), `process ${pid} lives on`).toBe(false), deadline);

describe("a command that npm runs", () => {
  it.runIf(process.platform === "linux")("ends when npm is killed hard", { timeout: 90_000 }, async () => {
    const npm = spawn("npm", ["run", "--silent", "wait", "killed.json"], { cwd: folder, stdio: "ignore" });
    const pid = await untilItBeats("killed.json");
    npm.kill("SIGKILL");
    await untilItHasEnded(pid);
  });

  it("ends when npm is told to", { timeout: 90_000 }, async () => {
    const npm = spawn("npm", ["run", "--silent", "wait", "told.json"], { cwd: folder, stdio: "ignore" });
    const pid = await untilItBeats("told.json");
    npm.kill("SIGTERM");
    await untilItHasEnded(pid);
  });

  it("lives on without a terminal: in the background of a shell that is gone", {
    timeout: 90_000,
  }, async () => {
    const shell = spawn("sh", ["-c", "npm run --silent wait detached.json </dev/null >/dev/null 2>&1 &"], {
      cwd: folder,
      detached: true,
      stdio: "ignore",
    });
    await once(shell, "exit");
    const pid = await untilItBeats("detached.json");
    // Longer than the bootstrap takes to look twice for its npm.
    await untilItBeats("detached.json", 30);
    process.kill(pid, "SIGTERM");
    await untilItHasEnded(pid);
  });
});

describe("a program that a command starts", () => {
  it("ends with it, even when it is killed hard", { timeout: 90_000 }, async () => {
    write(
      "parent.ts",
      `import { startScript } from ${JSON.stringify(inRoot("packages/workshop/src/lib/run.ts"))};
      startScript(process.argv[2], { ...process.env, BEATS: process.argv[3] });`,
    );
    write(
      "child.ts",
      COMMAND.replace("process.argv[2]", "process.env.BEATS").replace(
        '["SIGTERM", "disconnect"]',
        '["SIGTERM"]',
      ),
    );
    const beats = join(folder, "child.json");
    const parent: ChildProcess = spawn(
      process.execPath,
      ["--conditions=@privage-addons/source", join(folder, "parent.ts"), join(folder, "child.ts"), beats],
      { stdio: "ignore" },
    );
    const pid = await untilItBeats("child.json");
    parent.kill("SIGKILL");
    await untilItHasEnded(pid);
  });
});
