import { join } from "node:path";
import { addOnBootstrap } from "@privage-addons/addon-sdk/vite";
import react from "@vitejs/plugin-react";
import { defineConfig, type Plugin } from "vite";

/** What every screen needs and what changes least: one file, which a browser keeps from release to release. */
const FRAMEWORK =
  /node_modules\/(react|react-dom|scheduler|@tanstack|zustand|wouter|use-sync-external-store)\//;

type GetModuleInfo = (id: string) => { readonly importedIds: readonly string[] } | null;

let known: ReadonlySet<string> | undefined;
/** All that the page imports without an import(): it waits for all of it, so it is one file. */
const firstLoad = (getModuleInfo: GetModuleInfo): ReadonlySet<string> => {
  if (known) return known;
  const found = new Set([join(import.meta.dirname, "index.html")]);
  for (const id of found) for (const next of getModuleInfo(id)?.importedIds ?? []) found.add(next);
  known = found;
  return found;
};

/** While a build watches, the next one may import something else. */
const lookAgain: Plugin = {
  name: "first-load",
  buildStart: () => {
    known = undefined;
  },
};

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react(), addOnBootstrap({ entry: "src/bootstrap.ts" }), lookAgain],
  resolve: { conditions: ["@privage-addons/source", "module", "browser", "development|production"] },
  build: {
    target: "es2023",
    modulePreload: { polyfill: false },
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "framework", test: FRAMEWORK },
            {
              name: (id, context) =>
                firstLoad((each) => context.getModuleInfo(each)).has(id) ? "first" : null,
            },
          ],
        },
      },
    },
  },
});
