import { execFileSync } from "node:child_process";

/** The code that is measured, in this clone or another: its commit, and whether it has changes; undefined outside of a repository. */
export const describeCommit = (folder = import.meta.dirname): string | undefined => {
  const args = ["describe", "--always", "--exclude=*", "--dirty= with changes"];
  try {
    return execFileSync("git", args, {
      cwd: folder,
      encoding: "utf8",
      stdio: ["ignore", "pipe", "ignore"],
    }).trim();
  } catch {
    return undefined;
  }
};
