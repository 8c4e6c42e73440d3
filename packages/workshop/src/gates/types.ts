import { dirname } from "node:path";
import { listRepositoryFiles } from "../lib/files.ts";
import { inRoot } from "../lib/repository.ts";
import { run } from "../lib/run.ts";
import { findingsOf, type Gate } from "./gate.ts";

/** Type-checks every folder that has a tsconfig.json of its own, with TypeScript 7. */
export const types: Gate = {
  name: "types",
  check: async () => {
    const projects = listRepositoryFiles().filter((file) => file.endsWith("/tsconfig.json"));
    const tsc = inRoot("node_modules/typescript/bin/tsc");
    const findings: string[] = [];
    for (const project of projects) {
      const result = await run(process.execPath, [tsc, "-p", project]);
      // A folder still without sources is not an error.
      if (!result.output.includes("TS18003"))
        findings.push(...findingsOf(result).map((text) => `${dirname(project)}\n${text}`));
    }
    return findings;
  },
};
