import { existsSync } from "node:fs";
import { type Browser, chromium } from "@playwright/test";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

const ARGS = [
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts an installed Chromium, else Playwright's own; `CHROMIUM_PATH` overrides. `npm test` installs one. */
export const launchChromium = (extraArgs: readonly string[] = []): Promise<Browser> => {
  const executablePath = process.env["CHROMIUM_PATH"] ?? INSTALLED.find((path) => existsSync(path));
  // Chromium refuses to run as root with its sandbox.
  const sandbox = process.getuid?.() === 0 ? ["--no-sandbox"] : [];
  return chromium.launch({
    args: [...ARGS, ...sandbox, ...extraArgs],
    ...(executablePath && { executablePath }),
  });
};
