import { rmSync } from "node:fs";
import { PUBLISHED } from "../gates/packages.ts";
import { inRoot } from "../lib/repository.ts";
import { run } from "../lib/run.ts";

/** Builds every published package in the order of their dependencies. Resolves with what went wrong, empty when all is well. */
export const buildPackages = async (): Promise<readonly string[]> => {
  const findings: string[] = [];
  for (const name of PUBLISHED) {
    const folder = inRoot("packages", name);
    rmSync(`${folder}/dist`, { recursive: true, force: true });
    const { code, output } = await run("npm", ["run", "build", "--silent"], { cwd: folder });
    if (code !== 0) findings.push(`${name} does not build\n${output.trim()}`);
  }
  return findings;
};
