import type { Plugin } from "vite";
import type { SiteConfig } from "../src/config/site-config.ts";
import { writeSiteConfig } from "./page.ts";

/** Writes the runtime configuration into the page that `vite dev` serves, as the production server does. */
export const siteConfigPlugin = (config: SiteConfig): Plugin => ({
  name: "privage-site-config",
  apply: "serve",
  transformIndexHtml: (html) => writeSiteConfig(html, config),
});
