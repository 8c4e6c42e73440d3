/**
 * `npm test`: unit, contract and type tests (Vitest), then everything that needs a real browser (Playwright). The last line
 * is `N passed, N failed`. `npm test -- unit` or `npm test -- browser` runs one half.
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { buildApps } from "../build/apps.ts";
import { inRoot } from "../lib/repository.ts";
import { runVisibly } from "../lib/run.ts";
import { ensureBrowser } from "../testing/browser.ts";
import { type Counts, readPlaywrightReport, readVitestReport, sum } from "../testing/results.ts";

const reports = inRoot("node_modules/.cache/test-reports");
mkdirSync(reports, { recursive: true });

const runUnitTests = async (): Promise<Counts> => {
  const report = join(reports, `vitest-${process.pid}.json`);
  await runVisibly("vitest", ["run", "--reporter=dot", "--reporter=json", `--outputFile.json=${report}`]);
  return readVitestReport(report);
};

const runBrowserTests = async (): Promise<Counts> => {
  await ensureBrowser();
  await buildApps();
  const report = join(reports, `playwright-${process.pid}.json`);
  await runVisibly("playwright", ["test", "-c", "e2e/playwright.config.ts", "--reporter=dot,json"], {
    env: { ...process.env, PLAYWRIGHT_JSON_OUTPUT_FILE: report },
  });
  return readPlaywrightReport(report);
};

const HALVES = { unit: runUnitTests, browser: runBrowserTests } as const;
const wanted = process.argv.slice(2);
const unknown = wanted.filter((name) => !Object.hasOwn(HALVES, name));
if (unknown.length > 0) {
  console.error(`npm test takes "unit" or "browser", not ${unknown.join(", ")}.`);
  process.exit(2);
}

const counts: Counts[] = [];
for (const [name, runHalf] of Object.entries(HALVES)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue;
  counts.push(
    await runHalf().catch((error: unknown) => {
      console.error(`The ${name} tests could not be run: ${String(error)}`);
      return { passed: 0, failed: 1, skipped: 0 };
    }),
  );
}
const { passed, failed, skipped } = sum(counts);
console.log(`\n${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`);
process.exit(failed === 0 && passed > 0 ? 0 : 1);
