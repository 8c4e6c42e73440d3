/**
 * Holds the import rules of design §2. Written here and not taken from dependency-cruiser or ESLint: both read TypeScript
 * through its programmatic API, which TypeScript 7 does not ship, and would then read nothing and pass. oxc parses instead.
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import { listRepositoryFiles } from "../../lib/files.ts";
import { inRoot } from "../../lib/repository.ts";
import type { Gate } from "../gate.ts";
import { importsOf } from "./imports.ts";
import { type Zone, zoneOf } from "./rules.ts";

const SOURCE_FILE = /\.(ts|tsx|mts|mjs)$/;

const packageFolder = (file: string): string =>
  file.startsWith("e2e/") || file.startsWith("bench/")
    ? (file.split("/")[0] ?? file)
    : file.split("/").slice(0, 2).join("/");

const packageName = (specifier: string): string =>
  specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");

/** What is wrong with one import, or undefined. */
export const violationOf = (file: string, specifier: string, zone: Zone): string | undefined => {
  if (specifier.startsWith(".")) {
    const target = posix.join(posix.dirname(file), specifier);
    return packageFolder(target) === packageFolder(file)
      ? undefined
      : `${file}: "${specifier}" leaves ${packageFolder(file)}; import the package by its name`;
  }
  const name = packageName(specifier);
  if (name.startsWith("@privage-addons/") && !zone.workspace.includes(name)) {
    return `${file}: ${zone.folder} may not import ${name} (allowed: ${zone.workspace.join(", ") || "none of ours"})`;
  }
  return zone.never?.includes(name) ? `${file}: ${zone.folder} must know nothing of ${name}` : undefined;
};

export const boundaries: Gate = {
  name: "boundaries",
  check: async () => {
    const files = listRepositoryFiles().filter((file) => SOURCE_FILE.test(file));
    let read = 0;
    const findings = files.flatMap((file) => {
      const zone = zoneOf(file);
      if (!zone) return [];
      let source: string;
      try {
        source = readFileSync(inRoot(file), "utf8");
      } catch {
        return []; // deleted, not yet committed
      }
      const imports = importsOf(file, source);
      read += imports.length;
      return imports.flatMap((specifier) => violationOf(file, specifier, zone) ?? []);
    });
    return read === 0 ? ["No import was read at all: the gate is blind."] : findings;
  },
};
