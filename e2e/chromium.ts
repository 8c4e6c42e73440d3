import { existsSync } from "node:fs";

const INSTALLED = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** An installed Chromium, else undefined: then Playwright's own download is used. `CHROMIUM_PATH` overrides. */
export const findInstalledChromium = (): string | undefined =>
  process.env["CHROMIUM_PATH"] ?? INSTALLED.find((path) => existsSync(path));

/** Flags for a machine without a network; the sandbox is off only where Chromium refuses to run with it (as root). */
export const chromiumArgs = (): string[] => [
  ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];
