import { execFileSync } from "node:child_process";
import { ROOT } from "./repository.ts";

/** Every file git tracks or would track (not ignored), as paths relative to the root, `/` as separator. */
export const listRepositoryFiles = (): string[] => {
  const output = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard"], {
    cwd: ROOT,
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(output.toString().split("\0").filter(Boolean))].sort();
};
