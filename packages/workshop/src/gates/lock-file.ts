import { readFileSync } from "node:fs";
import { inRoot } from "../lib/repository.ts";
import { run } from "../lib/run.ts";
import type { Gate } from "./gate.ts";

const LOCK_FILES = ["package-lock.json", "bench/package-lock.json"];

/**
 * The lock file is complete and names no registry. npm leaves out optional platform packages that a registry does not have,
 * and `npm ci` then fails on every fresh clone while the machine that wrote the file notices nothing.
 */
export const lockFile: Gate = {
  name: "lock file",
  check: async () => {
    const { code, output } = await run("npm", ["ci", "--dry-run", "--ignore-scripts", "--loglevel=error"]);
    const addresses = LOCK_FILES.filter((file) =>
      /"resolved": "https?:/.test(readFileSync(inRoot(file), "utf8")),
    );
    return [
      ...(code === 0 ? [] : [output.trim()]),
      ...addresses.map((file) => `${file} names the address of a registry; see .npmrc`),
    ];
  },
};
