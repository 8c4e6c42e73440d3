import { run } from "../lib/run.ts";
import { findingsOf, type Gate } from "./gate.ts";

/** Formatting and lint, with Biome. */
export const style: Gate = {
  name: "format and lint",
  check: async () => findingsOf(await run("biome", ["ci", "--colors=off", "--max-diagnostics=40", "."])),
};
