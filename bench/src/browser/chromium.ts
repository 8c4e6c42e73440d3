import { type Browser, chromium } from "@playwright/test";
import { chromiumOptions } from "@privage-addons/test-support/chromium";

/** Starts the Chromium that the tests use. `npm test` installs one. */
export const launchChromium = (extraArgs: readonly string[] = []): Promise<Browser> => {
  const { args, ...place } = chromiumOptions();
  return chromium.launch({ ...place, args: [...args, ...extraArgs] });
};
