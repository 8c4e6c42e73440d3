import { execFileSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../../../../../", import.meta.url));
/** The Node that runs the tests is the one the build and the installation use. */
const PATH = `${ROOT}node_modules/.bin:${process.env["PATH"]}`;

const run = (cwd: string, command: string, ...args: string[]) =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH },
  });

/** Builds and packs a package from a copy, so that no other build is disturbed. Returns the tarballs' paths. */
const pack = (folder: string): string[] => {
  cpSync(join(ROOT, "tsconfig.json"), join(folder, "tsconfig.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  for (const name of ["contracts", "host-bridge"]) {
    const target = join(folder, "packages", name);
    cpSync(join(ROOT, "packages", name), target, {
      recursive: true,
      filter: (path) => !/\/(node_modules|dist|test)$/.test(path),
    });
    const scope = join(target, "node_modules", "@privage-addons");
    mkdirSync(scope, { recursive: true });
    symlinkSync(join(folder, "packages", "contracts"), join(scope, "contracts"));
    run(target, "tsc", "-p", "tsconfig.build.json");
  }
  run(join(folder, "packages", "host-bridge"), process.execPath, "scripts/build-script.ts");
  return ["contracts", "host-bridge"].map((name) => {
    const target = join(folder, name);
    mkdirSync(target);
    run(join(folder, "packages", name), "npm", "pack", "--silent", "--pack-destination", target);
    return join(target, readdirSync(target)[0] ?? "");
  });
};

/** A folder outside the repository with nothing but the packed package and what it names. */
export interface PackedProject {
  readonly folder: string;
  readonly tarballs: readonly string[];
  write(file: string, text: string): void;
  run(command: string, ...args: string[]): string;
  remove(): void;
}

/** Installs the packed package, and `packages` beside it, into an empty project. */
export const createPackedProject = (...packages: string[]): PackedProject => {
  const folder = mkdtempSync(join(tmpdir(), "privage-packed-"));
  const project = join(folder, "project");
  mkdirSync(project);
  const tarballs = pack(folder);
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
  run(project, "npm", "install", "--prefer-offline", "--no-audit", "--no-fund", ...tarballs, ...packages);
  return {
    folder: project,
    tarballs,
    write: (file, text) => writeFileSync(join(project, file), text),
    run: (command, ...args) => run(project, command, ...args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
