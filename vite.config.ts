import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { defineConfig } from "vitest/config";

/** Packages find each other's source, so that nothing has to be built before a test or a page. */
export const SOURCE_CONDITION = "@privage-addons/source";

const packageNames = ["contracts", "host-bridge", "addon-sdk", "bff", "simulator", "workshop"];
const folders = [...packageNames.map((name) => `packages/${name}`), "apps/management-site", "bench"];

const propertySeed = fileURLToPath(new URL("packages/test-support/src/property-seed.ts", import.meta.url));

/** Unit and contract tests of every package, and of an app that has some; browser tests are Playwright's (e2e/playwright.config.ts). */
export default defineConfig({
  resolve: { conditions: [SOURCE_CONDITION] },
  ssr: { resolve: { conditions: [SOURCE_CONDITION, "node"] } },
  test: {
    projects: folders.map((root) => ({
      extends: true as const,
      test: {
        name: basename(root),
        root,
        include: ["test/**/*.test.{ts,tsx}"],
        environment: "node",
        setupFiles: [propertySeed],
        // Backstops for what hangs; a machine with twenty other things to do must not reach them.
        testTimeout: 60_000,
        hookTimeout: 120_000,
      },
    })),
  },
});
