#!/usr/bin/env node
// Installed from a package or an image, this runs the bundle; in the workspace it runs the source, where nothing has to be built.
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`privage-bff needs Node 22.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}

// Left alone, Node lets the part of the heap for short-lived objects grow beyond 100 MB under load, and the rest to twice
// what is in use. A server starts over with narrower limits, as the same process; see "Memory" in docs/bff/operating.md.
const FLAGS = [
  "--max-semi-space-size=8",
  "--heap-growing-percent=10",
  "--v8-pool-size=1",
  "--no-maglev",
  "--no-allocation-site-pretenuring",
];
const hasOwn = `${process.execArgv} ${process.env.NODE_OPTIONS}`.includes("--max-semi-space-size");
const mayReplace = process.platform !== "win32" && process.channel === undefined;
if (process.argv[2] === "serve" && mayReplace && !hasOwn) {
  const args = [process.execPath, ...FLAGS, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, args, { MALLOC_ARENA_MAX: "1", ...process.env });
}

const isWorkspace = existsSync(new URL("../tsconfig.json", import.meta.url));
if (isWorkspace) {
  nodeModule.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ["@privage-addons/source", ...context.conditions] }),
  });
}
const { runCli } = await import(isWorkspace ? "../src/cli/main.ts" : "../dist/command/main.mjs");
process.exitCode = await runCli(process.argv.slice(2));
