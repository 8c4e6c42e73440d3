/** Bundles `src/script` to `dist/script/privage-host-bridge.js`, with its dependencies, for a plain `<script>`. */
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const inPackage = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

await build({
  entryPoints: [inPackage("src/script/index.ts")],
  outfile: inPackage("dist/script/privage-host-bridge.js"),
  bundle: true,
  minify: true,
  sourcemap: true,
  format: "iife",
  globalName: "PrivageAddOns",
  target: "es2022",
  conditions: ["@privage-addons/source"],
  legalComments: "none",
});
