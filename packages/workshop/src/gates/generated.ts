import { runScript } from "../lib/run.ts";
import { findingsOf, type Gate } from "./gate.ts";

/** Generated types, tables and pages are what their sources say. */
export const generated: Gate = {
  name: "generated files",
  check: async () => findingsOf(await runScript("packages/contracts/scripts/generate.ts", ["--check"])),
};
