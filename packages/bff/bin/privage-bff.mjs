#!/usr/bin/env node
// Installed from a package or an image, this runs the build; in the workspace it runs the source, where nothing has to be built.
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
if (major < 22 || (major === 22 && minor < 19)) {
  console.error(`privage-bff needs Node 22.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
}
const isWorkspace = existsSync(new URL("../tsconfig.json", import.meta.url));
if (isWorkspace) {
  nodeModule.registerHooks({
    resolve: (specifier, context, next) =>
      next(specifier, { ...context, conditions: ["@privage-addons/source", ...context.conditions] }),
  });
}
const { runCli } = await import(isWorkspace ? "../src/cli/main.ts" : "../dist/cli/main.js");
process.exitCode = await runCli(process.argv.slice(2));
