import { runScript } from "../lib/run.ts";
import { findingsOf, type Gate } from "./gate.ts";

/** Every figure in README and docs is what the bench's result files say, and the sizes in these are those of the code. */
export const figures: Gate = {
  name: "figures",
  check: async () => findingsOf(await runScript("bench/src/report/render.ts", ["--check"])),
};
