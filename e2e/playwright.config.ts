import { defineConfig } from "@playwright/test";
import { chromiumOptions } from "@privage-addons/test-support/chromium";

/** Pictures for README and docs are made on demand (`npm run screenshots`), not on every test run. */
const screenshots = process.env["PRIVAGE_SCREENSHOTS"]
  ? [{ name: "screenshots", testDir: "screenshots" }]
  : [];
const packageSpecs = (name: string) => ({ name, testDir: `../packages/${name}/test/browser` });

/** Every test that needs a real browser: the apps end to end, and the packages' own browser suites. */
export default defineConfig({
  testDir: ".",
  testMatch: "**/*.spec.ts",
  outputDir: "../node_modules/.cache/playwright",
  forbidOnly: true,
  retries: 0,
  workers: 2,
  // Backstops for a machine with twenty times the work it has cores for; a green test waits for what it expects, never so long.
  timeout: 180_000,
  expect: { timeout: 30_000 },
  use: {
    browserName: "chromium",
    headless: true,
    trace: "retain-on-failure",
    launchOptions: chromiumOptions(),
  },
  projects: [
    { name: "apps", testDir: "specs" },
    packageSpecs("contracts"),
    packageSpecs("host-bridge"),
    packageSpecs("addon-sdk"),
    { name: "bench", testDir: "../bench/test" },
    packageSpecs("simulator"),
    ...screenshots,
  ],
});
