import { readFileSync } from "node:fs";

const FOLDERS = ["../../node_modules/", "../../../node_modules/"].map(
  (path) => new URL(path, import.meta.url),
);

/** The installed release of a package, as bench sees it. */
export const versionOf = (name: string): string => {
  for (const folder of FOLDERS) {
    try {
      return JSON.parse(readFileSync(new URL(`${name}/package.json`, folder), "utf8")).version;
    } catch {
      // Not in this folder; perhaps in the next.
    }
  }
  return "not installed";
};
