import { basename } from "node:path";
import { defineConfig } from "vitest/config";

/** Packages find each other's source, so that nothing has to be built before a test or a page. */
export const SOURCE_CONDITION = "@privage-addons/source";

const packageNames = ["contracts", "host-bridge", "addon-sdk", "bff", "simulator", "workshop"];
const folders = [...packageNames.map((name) => `packages/${name}`), "apps/management-site", "bench"];

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
        testTimeout: 20_000,
        hookTimeout: 60_000,
      },
    })),
  },
});
