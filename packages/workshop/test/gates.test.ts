/** Each gate of `npm run check` is shown to fail: the repository is copied, a violation is planted, the gate is run. */
import { execFileSync, spawnSync } from "node:child_process";
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listRepositoryFiles } from "../src/lib/files.ts";
import { inRoot } from "../src/lib/repository.ts";

const copy = mkdtempSync(join(tmpdir(), "privage-gates-"));

beforeAll(() => {
  for (const file of listRepositoryFiles()) {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    cpSync(inRoot(file), join(copy, file), { force: true });
  }
  symlinkSync(inRoot("node_modules"), join(copy, "node_modules"));
  symlinkSync(inRoot("packages/contracts/node_modules"), join(copy, "packages/contracts/node_modules"));
  execFileSync("git", ["init", "--quiet"], { cwd: copy });
  execFileSync("git", ["add", "--all"], { cwd: copy });
});

afterAll(() => rmSync(copy, { recursive: true, force: true }));

const runGate = (gate: string) => {
  const { status, stdout } = spawnSync(
    process.execPath,
    ["--conditions=@privage-addons/source", "packages/workshop/src/commands/check.ts", gate],
    {
      cwd: copy,
      encoding: "utf8",
      env: { ...process.env, PATH: `${inRoot("node_modules/.bin")}:${process.env["PATH"] ?? ""}` },
    },
  );
  return { status, stdout };
};

interface Plant {
  readonly what: string;
  readonly gate: string;
  readonly file: string;
  readonly text: string;
  /** Part of what the gate says about it. */
  readonly says: string;
}

const PLANTS: readonly Plant[] = [
  {
    what: "a forbidden import between packages",
    gate: "boundaries",
    file: "packages/addon-sdk/src/index.ts",
    text: 'import "@privage-addons/bff";\n',
    says: "packages/addon-sdk/src may not import @privage-addons/bff",
  },
  {
    what: "React in the core of the host bridge",
    gate: "boundaries",
    file: "packages/host-bridge/src/index.ts",
    text: 'import "react";\n',
    says: "must know nothing of react",
  },
  {
    what: "a relative import that leaves its package",
    gate: "boundaries",
    file: "packages/bff/src/index.ts",
    text: 'export * from "../../simulator/src/index.ts";\n',
    says: "leaves packages/bff",
  },
  {
    what: "an unused export",
    gate: "unused code",
    file: "packages/addon-sdk/src/session/backoff.ts",
    text: "export const nobodyUsesThis = 1;\n",
    says: "nobodyUsesThis",
  },
  {
    what: "a type error",
    gate: "types",
    file: "packages/contracts/src/errors/codes.ts",
    text: 'export const wrong: number = "text";\n',
    says: "TS2322",
  },
  {
    what: "a formatting error",
    gate: "format and lint",
    file: "packages/contracts/src/errors/codes.ts",
    text: "export   const badlySpaced = 1\n",
    says: "format",
  },
  {
    what: "a figure that no result file has",
    gate: "figures",
    file: "docs/benchmarks.md",
    text: "A thousand times faster than all others.\n",
    says: "docs/benchmarks.md says something else than bench/results",
  },
  {
    what: "a promise that nobody waits for",
    gate: "format and lint",
    file: "packages/contracts/src/errors/codes.ts",
    text: "const work = async (): Promise<void> => {};\nexport const start = (): void => {\n  work();\n};\n",
    says: "noFloatingPromises",
  },
];

describe("npm run check", () => {
  it.each(PLANTS)("fails when $what is planted", { timeout: 180_000 }, ({ gate, file, text, says }) => {
    const path = join(copy, file);
    const before = readFileSync(path);
    appendFileSync(path, `\n${text}`);
    try {
      const { status, stdout } = runGate(gate);
      expect(stdout).toContain(says);
      expect(status).toBe(1);
    } finally {
      writeFileSync(path, before);
    }
  });

  it("names the gates there are when asked for one that does not exist", () => {
    expect(runGate("no such gate").status).toBe(2);
  });
});
