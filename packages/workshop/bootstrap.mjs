// The first step of every command: plain JavaScript for Node 20, no packages. It installs what is missing, then hands over
// to the project's own Node 24 (the npm package `node`), which runs the TypeScript of the command as it is.
import { spawn, spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { watchNpm } from "./npm-life.mjs";

const isNpmGone = watchNpm();
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const [command, ...args] = process.argv.slice(2);
const script = join(root, `packages/workshop/src/commands/${command}.ts`);
if (!command || !existsSync(script)) {
  console.error(`There is no command "${command ?? ""}". See "scripts" in package.json.`);
  process.exit(2);
}

const nodePath = join(root, "node_modules/node/bin", process.platform === "win32" ? "node.exe" : "node");

/** Whether npm's own record of what it installed holds every package of the lock file in its version, ours as links. */
const isComplete = () => {
  if (!existsSync(nodePath)) return false;
  const read = (path) => JSON.parse(readFileSync(join(root, path), "utf8")).packages;
  try {
    const installed = read("node_modules/.package-lock.json");
    return Object.entries(read("package-lock.json")).every(([path, { version, link, optional, peer }]) =>
      path.includes("node_modules/") && !optional && !peer
        ? installed[path]?.version === version && installed[path]?.link === link
        : true,
    );
  } catch {
    return false; // nothing was installed, or an install was interrupted
  }
};
const isInstalled = isComplete();

if (!isInstalled) {
  console.log("Installing packages (npm ci) …");
  const npm = process.platform === "win32" ? "npm.cmd" : "npm";
  const install = spawnSync(npm, ["ci", "--no-audit", "--no-fund", "--loglevel=error"], {
    cwd: root,
    stdio: "inherit",
  });
  if (install.status !== 0 || !existsSync(nodePath)) {
    console.error("npm ci failed. It needs Node 20.19 or newer, npm 10 or newer, and the npm registry.");
    process.exit(install.status || 1);
  }
}

const child = spawn(nodePath, ["--conditions=@privage-addons/source", script, ...args], {
  cwd: root,
  // The channel tells a long-running command that its parent is gone.
  stdio: ["inherit", "inherit", "inherit", "ipc"],
  env: { ...process.env, PATH: `${join(root, "node_modules/.bin")}:${process.env.PATH ?? ""}` },
});
// Ctrl-C reaches the child by itself (same process group); a plain kill does not.
process.on("SIGINT", () => {});
process.on("SIGTERM", () => child.kill("SIGTERM"));
setInterval(() => {
  if (isNpmGone()) child.kill("SIGTERM");
}, 500).unref();
child.on("exit", (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
