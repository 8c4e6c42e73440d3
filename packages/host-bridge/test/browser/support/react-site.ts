import { bundlePage } from "@privage-addons/test-support/bundle-page";
import { script } from "@privage-addons/test-support/origin";
import type { AddOnFrameProps } from "../../../src/react/index.ts";
import type { ReactPage } from "../pages/react.tsx";
import { test as base } from "./fixtures.ts";

declare global {
  interface Window {
    page: ReactPage;
  }
}

interface ReactSite {
  /** Shows an add-on under React StrictMode, with these props beside the earlier ones; `null` takes it away. */
  site(props: Partial<AddOnFrameProps> | null): Promise<void>;
}

/** A Management Site made with React, on `page`. */
export const test = base.extend<ReactSite, { bundle: string }>({
  bundle: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright asks for a destructured first argument
    async ({}, use) => use(await bundlePage(new URL("../pages/react.tsx", import.meta.url))),
    { scope: "worker" },
  ],
  site: async ({ page, sites, bundle }, use) => {
    sites.host.route("/react.js", () => script(bundle));
    sites.host.route("/react", () => ({
      body: '<!doctype html><title>React site</title><body><script type="module" src="/react.js"></script>',
    }));
    await page.goto(`${sites.host.url}/react`);
    await use((props) => page.evaluate((next) => window.page.set(next), props));
  },
});
