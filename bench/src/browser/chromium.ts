import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, chromium, type Page } from "@playwright/test";
import { chromiumOptions } from "@privage-addons/test-support/chromium";

/** Starts the Chromium that the tests use. `npm test` installs one. */
export const launchChromium = (extraArgs: readonly string[] = []): Promise<Browser> => {
  const { args, ...place } = chromiumOptions();
  return chromium.launch({ ...place, args: [...args, ...extraArgs] });
};

/**
 * Runs `visit` in a Chromium of its own that nobody has used, as a person's is and not in a private window: Chromium opens no
 * connection ahead (`preconnect`) in those. All its traffic goes through the proxy.
 */
export const inColdChromium = async <T>(proxyUrl: string, visit: (page: Page) => Promise<T>): Promise<T> => {
  const profile = await mkdtemp(join(tmpdir(), "bench-profile-"));
  const { args, ...place } = chromiumOptions();
  const context = await chromium.launchPersistentContext(profile, {
    ...place,
    // Certificates here are made on the spot.
    args: [...args, "--ignore-certificate-errors"],
    proxy: { server: proxyUrl },
  });
  try {
    return await visit(context.pages()[0] ?? (await context.newPage()));
  } finally {
    await context.close();
    await rm(profile, { recursive: true, force: true, maxRetries: 5 });
  }
};
