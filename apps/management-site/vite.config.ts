import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";
import { siteConfigPlugin } from "./server/dev-plugin.ts";
import { NONCE_PLACEHOLDER } from "./server/page.ts";
import { reactAriaTexts } from "./server/react-aria-texts.ts";
import { parseSiteConfig } from "./src/config/site-config.ts";

/** What the development server shows when the environment says nothing: the demo's own ports. */
const DEMO_CONFIG = JSON.stringify({
  privageBaseUrl: "http://127.0.0.1:4105",
  simulators: {
    privage: "http://127.0.0.1:4105",
    partner: "http://127.0.0.1:4106",
    haravan: "http://127.0.0.1:4107",
  },
  addOns: [{ key: "loyalty-desk", appconnectId: 42, title: "Loyalty Desk", src: "http://127.0.0.1:4102/" }],
});

export default defineConfig(({ command }) => ({
  root: import.meta.dirname,
  plugins: [
    react(),
    reactAriaTexts(),
    siteConfigPlugin(parseSiteConfig(process.env["PRIVAGE_SITE_CONFIG"] ?? DEMO_CONFIG)),
  ],
  resolve: { conditions: ["@privage-addons/source", "module", "browser", "development|production"] },
  server: { host: "localhost", port: 4100, strictPort: true },
  ...(command === "build" && { html: { cspNonce: NONCE_PLACEHOLDER } }),
  build: { target: "es2023", sourcemap: false, modulePreload: { polyfill: false } },
}));
