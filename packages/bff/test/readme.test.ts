/** What the README shows works as it stands there. */
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { expect, it } from "vitest";

const ROOT = join(import.meta.dirname, "../../..");
const compiler = join(dirname(createRequire(import.meta.url).resolve("typescript/package.json")), "bin/tsc");

it("every sample of the README compiles", () => {
  const readme = readFileSync(join(import.meta.dirname, "../README.md"), "utf8");
  const samples = [...readme.matchAll(/^```ts\n([\s\S]*?)^```$/gm)].map(([, text = ""]) => text);
  expect(samples).not.toEqual([]);
  // Where packages are found by their names.
  const folder = mkdtempSync(join(ROOT, "node_modules/.bff-readme-"));
  try {
    const files = samples.map((_text, index) => `sample-${index}.ts`);
    for (const [index, text] of samples.entries()) writeFileSync(join(folder, `sample-${index}.ts`), text);
    const compilerOptions = { types: ["node"] };
    const project = { extends: join(ROOT, "tsconfig.json"), compilerOptions, files };
    writeFileSync(join(folder, "tsconfig.json"), JSON.stringify(project));
    execFileSync(process.execPath, [compiler, "--noEmit", "-p", folder], { stdio: "pipe", encoding: "utf8" });
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 120_000);
