import { fileURLToPath } from "node:url";
import { build } from "esbuild";

/** Bundles a page's script from source, for a plain `<script type="module">`. */
export const bundlePage = async (entry: URL): Promise<string> => {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(entry)],
    bundle: true,
    format: "esm",
    target: "es2022",
    conditions: ["@privage-addons/source"],
    jsx: "automatic",
    define: { "process.env.NODE_ENV": '"development"' },
    write: false,
  });
  return outputFiles[0]?.text ?? "";
};
