import { existsSync } from "node:fs";
import { chromium } from "@playwright/test";
import { findInstalledChromium } from "@privage-addons/test-support/chromium";
import { run, runVisibly } from "../lib/run.ts";

const isInstalled = (): boolean =>
  [findInstalledChromium(), chromium.executablePath()].some((path) => path && existsSync(path));

const installFromDebian = async (): Promise<void> => {
  if (process.getuid?.() !== 0 || !existsSync("/usr/bin/apt-get")) return;
  console.log("Installing Debian's chromium package …");
  const env = { ...process.env, DEBIAN_FRONTEND: "noninteractive" };
  await run("apt-get", ["update", "-qq"], { env });
  await runVisibly("apt-get", ["install", "-y", "-qq", "--no-install-recommends", "chromium"], { env });
};

const installFromPlaywright = async (): Promise<void> => {
  console.log("Installing Playwright's Chromium …");
  await run("playwright", ["install", "chromium"]);
};

/** Makes sure that there is a Chromium to test with: an installed one, Playwright's download, or Debian's package. */
export const ensureBrowser = async (): Promise<void> => {
  for (const install of [installFromPlaywright, installFromDebian]) {
    if (isInstalled()) return;
    await install();
  }
  if (!isInstalled()) {
    throw new Error(
      "There is no Chromium to test with. Install one, or name it: CHROMIUM_PATH=/path/to/chromium npm test",
    );
  }
};
