import { addOnBootstrap } from "@privage-addons/addon-sdk/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** What every screen needs and what changes least: one file, which a browser keeps from release to release. */
const FRAMEWORK =
  /node_modules\/(react|react-dom|scheduler|@tanstack|zustand|wouter|use-sync-external-store)\//;

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), addOnBootstrap({ entry: "src/bootstrap.ts" })],
  resolve: { conditions: ["@privage-addons/source", "module", "browser", "development|production"] },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: { codeSplitting: { groups: [{ name: "framework", test: FRAMEWORK }] } },
    },
  },
});
