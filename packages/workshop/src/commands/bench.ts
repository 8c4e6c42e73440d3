/**
 * `npm run bench [-- NAME …] [--quick] [--own]`: measures beside the peers, then renders docs/benchmarks.md. The peers' packages
 * belong to `bench` alone, have a lock file of their own, and are installed here, the first time that somebody measures;
 * `--own` needs none of them. `npm run bench -- report` renders only.
 */
import { createHash } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { inRoot, NODE_ARGS } from "../lib/repository.ts";
import { runVisibly } from "../lib/run.ts";
import { ensureBrowser } from "../testing/browser.ts";

const stampPath = inRoot("bench/node_modules/.installed-lock");

/** Installs what bench's lock file names, unless that is already there. */
const installPeers = async (): Promise<void> => {
  const lock = createHash("sha256")
    .update(readFileSync(inRoot("bench/package-lock.json")))
    .digest("hex");
  if (existsSync(stampPath) && readFileSync(stampPath, "utf8") === lock) return;
  console.log("Installing the peers that are measured beside us (npm ci in bench) …");
  const code = await runVisibly("npm", ["ci", "--ignore-scripts", "--loglevel=error"], {
    cwd: inRoot("bench"),
  });
  if (code !== 0)
    throw new Error("The peers could not be installed. `npm run bench -- --own` needs none of them.");
  writeFileSync(stampPath, lock);
};

const runBench = (script: string, args: readonly string[] = []): Promise<number> =>
  runVisibly(process.execPath, [...NODE_ARGS, inRoot(script), ...args]);

const args = process.argv.slice(2);
const wantsReportOnly = args.includes("report");
if (!wantsReportOnly && !args.includes("--own")) await installPeers();
if (!wantsReportOnly) await ensureBrowser();
const measured = wantsReportOnly ? 0 : await runBench("bench/src/main.ts", args);
// What is compared is not published: the page stays as it is.
const rendered = args.includes("--compare") ? 0 : await runBench("bench/src/report/render.ts");
process.exit(measured || rendered);
