/**
 * Renders docs/benchmarks.md and its charts from the result files, and fills in the figures of every other page.
 * `--check` changes nothing: it names what differs, and sizes that our code no longer has, and ends 1.
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { readElsewhere, readResults } from "../harness/results.ts";
import { changedSizes } from "../size/changed-sizes.ts";
import { fillFigures } from "./figures.ts";
import { renderReport } from "./page.ts";

const ROOT = resolve(fileURLToPath(import.meta.url), "../../../..");
const isCheck = process.argv.includes("--check");

const pages = execFileSync("git", ["ls-files", "-z", "--cached", "--others", "--exclude-standard", "*.md"], {
  cwd: ROOT,
})
  .toString()
  .split("\0")
  .filter((file) => file && existsSync(resolve(ROOT, file)));

const results = readResults();
const wanted = new Map(renderReport(results, readElsewhere()));
const problems: string[] = [];
for (const page of pages) {
  if (wanted.has(page)) continue;
  try {
    wanted.set(page, fillFigures(readFileSync(resolve(ROOT, page), "utf8"), results));
  } catch (error) {
    problems.push(`${page}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

for (const [file, text] of wanted) {
  const path = resolve(ROOT, file);
  if (existsSync(path) && readFileSync(path, "utf8") === text) continue;
  if (isCheck) problems.push(`${file} says something else than bench/results: run npm run bench -- report`);
  else {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, text);
    process.stdout.write(`wrote ${file}\n`);
  }
}
if (isCheck) problems.push(...(await changedSizes(results.get("size"))));
if (problems.length > 0) process.stdout.write(`${problems.join("\n")}\n`);
process.exit(problems.length === 0 ? 0 : 1);
