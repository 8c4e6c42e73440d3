import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { listRepositoryFiles } from "../../src/lib/files.ts";
import { inRoot } from "../../src/lib/repository.ts";

/** A copy of the repository in which a test may break things. */
export interface Copy {
  /** Runs `npm run check -- gate` in it. */
  readonly check: (gate: string) => { readonly status: number | null; readonly output: string };
  /** Changes a file; the returned function takes the change back. */
  readonly change: (file: string, edit: (text: string) => string) => () => void;
  readonly remove: () => void;
}

const OURS = "node_modules/@privage-addons";

/** Installed packages are linked as they are; ours link to the copy, or a violation planted there would not be seen. */
const linkPackages = (root: string): void => {
  mkdirSync(join(root, OURS), { recursive: true });
  for (const name of readdirSync(inRoot("node_modules"))) {
    if (name !== "@privage-addons" && name !== ".cache")
      symlinkSync(inRoot("node_modules", name), join(root, "node_modules", name));
  }
  for (const group of ["packages", "apps"].filter((name) => existsSync(join(root, name)))) {
    for (const folder of readdirSync(join(root, group))) {
      const { name } = JSON.parse(readFileSync(join(root, group, folder, "package.json"), "utf8"));
      symlinkSync(join(root, group, folder), join(root, "node_modules", name));
      const own = inRoot(group, folder, "node_modules");
      if (existsSync(own)) symlinkSync(own, join(root, group, folder, "node_modules"));
    }
  }
};

/** Copies what git knows of the repository, or the part of it that `keeps` says a gate needs. */
export const copyRepository = (keeps: (file: string) => boolean = () => true): Copy => {
  const root = mkdtempSync(join(tmpdir(), "privage-gates-"));
  for (const file of listRepositoryFiles().filter((name) => keeps(name) && existsSync(inRoot(name)))) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    cpSync(inRoot(file), join(root, file));
  }
  linkPackages(root);
  execFileSync("git", ["init", "--quiet"], { cwd: root });
  // .gitignore speaks of folders; here they are links.
  appendFileSync(join(root, ".git/info/exclude"), "node_modules\n");
  execFileSync("git", ["add", "--all"], { cwd: root });
  return {
    check: (gate) => {
      const { status, stdout } = spawnSync(
        process.execPath,
        ["--conditions=@privage-addons/source", "packages/workshop/src/commands/check.ts", gate],
        {
          cwd: root,
          encoding: "utf8",
          env: { ...process.env, PATH: `${inRoot("node_modules/.bin")}:${process.env["PATH"] ?? ""}` },
        },
      );
      return { status, output: stdout };
    },
    change: (file, edit) => {
      const path = join(root, file);
      const before = readFileSync(path, "utf8");
      const after = edit(before);
      if (after === before) throw new Error(`The violation was not planted: ${file} is as it was.`);
      writeFileSync(path, after);
      return () => writeFileSync(path, before);
    },
    remove: () => rmSync(root, { recursive: true, force: true }),
  };
};
