import { brotliCompressSync } from "node:zlib";
import { build } from "esbuild";
import { ROOT } from "../../lib/repository.ts";

/**
 * Bytes, as brotli at its best, of what a page loads first of an esbuild bundle of `entry`: the entry's own chunk and all that
 * it imports statically. Chunks behind `import()` are not counted.
 */
export const bundleSize = async (entry: string): Promise<number> => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: entry, resolveDir: `${ROOT}/bench`, loader: "ts" },
    bundle: true,
    minify: true,
    splitting: true,
    format: "esm",
    platform: "browser",
    target: "es2022",
    conditions: ["@privage-addons/source"],
    external: ["react", "react-dom"],
    absWorkingDir: ROOT,
    outdir: "out",
    entryNames: "entry",
    chunkNames: "chunk-[hash]",
    metafile: true,
    write: false,
    logLevel: "silent",
  });
  const early = new Set<string>();
  const follow = (path: string) => {
    if (early.has(path)) return;
    early.add(path);
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
      if (kind === "import-statement") follow(next);
    }
  };
  follow("out/entry.js");
  const isEarly = (path: string) => [...early].some((name) => path.endsWith(name));
  return outputFiles
    .filter(({ path }) => isEarly(path.replaceAll("\\", "/")))
    .reduce((bytes, { contents }) => bytes + brotliCompressSync(contents).byteLength, 0);
};
