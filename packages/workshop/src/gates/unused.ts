import { inRoot, NODE_ARGS } from "../lib/repository.ts";
import { run } from "../lib/run.ts";
import { findingsOf, type Gate } from "./gate.ts";

/**
 * Unused files, exports and dependencies, and imports that no package.json lists, with knip. It runs with the source
 * condition, as it loads the apps' Vite configurations.
 */
export const unused: Gate = {
  name: "unused code",
  check: async () =>
    findingsOf(
      await run(process.execPath, [...NODE_ARGS, inRoot("node_modules/knip/bin/knip.js"), "--no-progress"]),
    ),
};
