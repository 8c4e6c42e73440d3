import { existsSync } from "node:fs";

const PLACES = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];

/** An installed Chromium, else undefined: then Playwright's own download is used. `CHROMIUM_PATH` overrides. */
export const findInstalledChromium = (): string | undefined =>
  process.env["CHROMIUM_PATH"] ?? PLACES.find((path) => existsSync(path));

/** What Playwright's `launch` takes: flags for a machine without a network, and the installed Chromium if there is one. */
export const chromiumOptions = (): { readonly args: string[]; readonly executablePath?: string } => {
  const executablePath = findInstalledChromium();
  return {
    args: [
      // Chromium refuses to run as root with its sandbox; everywhere else it stays on.
      ...(process.getuid?.() === 0 ? ["--no-sandbox"] : []),
      "--disable-gpu",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
    ],
    ...(executablePath !== undefined && { executablePath }),
  };
};
