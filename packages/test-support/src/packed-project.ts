/** A package as a stranger gets it: built from a copy, packed, and installed into an empty project. */
import { execFileSync } from "node:child_process";
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";

const ROOT = join(import.meta.dirname, "../../..");
/** The Node that runs the tests is the one that builds and installs. */
const PATH = [join(ROOT, "node_modules/.bin"), dirname(process.execPath), process.env["PATH"]].join(
  delimiter,
);

const run = (cwd: string, command: string, ...args: readonly string[]): string =>
  execFileSync(command, args, {
    cwd,
    encoding: "utf8",
    stdio: ["ignore", "pipe", "pipe"],
    env: { ...process.env, PATH },
  });

/** A folder outside the repository with nothing but the packed package and what it names. */
export interface PackedProject {
  readonly folder: string;
  /** The package's own tarball. */
  readonly tarball: string;
  write(file: string, text: string): void;
  /** Runs a command in the project; throws with its output when it fails. */
  run(command: string, ...args: readonly string[]): string;
  remove(): void;
}

/** Builds and packs from a copy, so that no other build is disturbed. Returns the tarball's path. */
const pack = (folder: string, name: string): string => {
  const target = join(folder, "packages", name);
  cpSync(join(ROOT, "packages", name), target, {
    recursive: true,
    filter: (path) => !/\/(node_modules|dist|test)$/.test(path),
  });
  const installed = join(target, "node_modules");
  mkdirSync(join(installed, "@privage-addons"), { recursive: true });
  symlinkSync(join(folder, "packages", "contracts"), join(installed, "@privage-addons", "contracts"));
  // Packages of another version than the root's.
  const own = join(ROOT, "packages", name, "node_modules");
  for (const dependency of existsSync(own) ? readdirSync(own) : [])
    symlinkSync(join(own, dependency), join(installed, dependency));
  run(target, "npm", "run", "build", "--silent");
  const tarballs = join(folder, name);
  mkdirSync(tarballs);
  run(target, "npm", "pack", "--silent", "--pack-destination", tarballs);
  return join(tarballs, readdirSync(tarballs)[0] ?? "");
};

/**
 * Packs the package in `packages/{name}` and the contracts it needs; `beside` is installed with it, and packed first where it
 * is a package of this repository.
 */
export const createPackedProject = (name: string, ...beside: readonly string[]): PackedProject => {
  const folder = mkdtempSync(join(tmpdir(), "privage-packed-"));
  cpSync(join(ROOT, "tsconfig.json"), join(folder, "tsconfig.json"));
  symlinkSync(join(ROOT, "node_modules"), join(folder, "node_modules"));
  const [contracts, tarball] = [pack(folder, "contracts"), pack(folder, name)];
  const project = join(folder, "project");
  mkdirSync(project);
  writeFileSync(join(project, "package.json"), '{ "private": true, "type": "module" }');
  const others = beside.map((each) => (existsSync(join(ROOT, "packages", each)) ? pack(folder, each) : each));
  const quietly = ["--prefer-offline", "--no-audit", "--no-fund"];
  run(project, "npm", "install", ...quietly, contracts, tarball, ...others);
  return {
    folder: project,
    tarball,
    write: (file, text) => {
      mkdirSync(dirname(join(project, file)), { recursive: true });
      writeFileSync(join(project, file), text);
    },
    run: (command, ...args) => run(project, command, ...args),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};
