#!/usr/bin/env node
// Installed from a package, this runs the build; in the repository it runs the source, where nothing has to be built. The
// repository brings its own Node (the npm package `node`), so there an older one on the machine is no hindrance.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import * as nodeModule from "node:module";
import { fileURLToPath } from "node:url";

const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
const isOld = major < 22 || (major === 22 && minor < 19);
const isInstalled = import.meta.url.includes("/node_modules/");
const ownNode = fileURLToPath(new URL("../../../node_modules/node/bin/node", import.meta.url));

if (isOld && !isInstalled && existsSync(ownNode)) {
  const child = spawn(ownNode, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], {
    stdio: "inherit",
  });
  // Ctrl-C reaches the whole group: the child ends by itself, and its exit is ours.
  for (const signal of ["SIGINT", "SIGTERM"]) process.on(signal, () => child.kill(signal));
  child.once("exit", (code) => process.exit(code ?? 1));
} else if (isOld) {
  console.error(`privage-sim needs Node 22.19 or newer; this is ${process.versions.node}.`);
  process.exit(1);
} else {
  if (!isInstalled) {
    nodeModule.registerHooks({
      resolve: (specifier, context, next) =>
        next(specifier, { ...context, conditions: ["@privage-addons/source", ...context.conditions] }),
    });
  }
  const { main } = await import(isInstalled ? "../dist/cli/main.js" : "../src/cli/main.ts");
  await main(process.argv.slice(2));
}
