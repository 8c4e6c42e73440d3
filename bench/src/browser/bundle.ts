import { fileURLToPath } from "node:url";
import { type BuildOptions, build } from "esbuild";

const ROOT = fileURLToPath(new URL("../../../", import.meta.url));
const BENCH = fileURLToPath(new URL("../../", import.meta.url));

const OPTIONS = {
  bundle: true,
  minify: true,
  format: "esm",
  platform: "browser",
  target: "es2022",
  conditions: ["@privage-addons/source"],
  // Peers bring a React of their own; ours is the repository's.
  alias: { react: `${ROOT}node_modules/react`, "react-dom": `${ROOT}node_modules/react-dom` },
  define: { "process.env.NODE_ENV": '"production"' },
  legalComments: "none",
  logLevel: "silent",
  write: false,
} as const satisfies BuildOptions;

/** A module's text as a browser would load it: bundled, minified. `code` may import any package that bench can see. */
export const bundleCode = async (code: string, external: readonly string[] = []): Promise<Uint8Array> => {
  const stdin = { contents: code, resolveDir: BENCH, loader: "ts" } as const;
  const alias = external.length > 0 ? {} : OPTIONS.alias;
  const { outputFiles } = await build({ ...OPTIONS, alias, stdin, external: [...external] });
  return outputFiles[0]?.contents ?? new Uint8Array();
};

/** The same as a classic script that puts its exports on a global, with what stands behind `import()` in it. */
export const bundleScript = async (code: string): Promise<Uint8Array> => {
  const stdin = { contents: code, resolveDir: BENCH, loader: "ts" } as const;
  const { outputFiles } = await build({ ...OPTIONS, format: "iife", globalName: "PrivageAddOns", stdin });
  return outputFiles[0]?.contents ?? new Uint8Array();
};

/** The same for a file, given relative to bench/src. `iife` is for a script that must not wait for the parser. */
export const bundleFile = async (file: string, format: "esm" | "iife" = "esm"): Promise<string> => {
  const { outputFiles } = await build({ ...OPTIONS, format, entryPoints: [`${BENCH}src/${file}`] });
  return outputFiles[0]?.text ?? "";
};

/** The chunks of a bundle: what a page loads first, and what it loads when it is needed. */
export interface Chunks {
  readonly first: readonly Uint8Array[];
  readonly late: readonly Uint8Array[];
}

/** As {@link bundleCode}, but what stands behind `import()` stays apart. */
export const bundleChunks = async (code: string, external: readonly string[]): Promise<Chunks> => {
  const { outputFiles, metafile } = await build({
    ...OPTIONS,
    alias: {},
    stdin: { contents: code, resolveDir: BENCH, loader: "ts" },
    external: [...external],
    splitting: true,
    metafile: true,
    absWorkingDir: ROOT,
    outdir: "out",
    entryNames: "entry",
    chunkNames: "chunk-[hash]",
  });
  const first = new Set<string>();
  const follow = (path: string): void => {
    if (first.has(path)) return;
    first.add(path);
    for (const { path: next, kind } of metafile.outputs[path]?.imports ?? []) {
      if (kind === "import-statement" && metafile.outputs[next]) follow(next);
    }
  };
  follow("out/entry.js");
  const isFirst = (path: string): boolean => [...first].some((each) => path.endsWith(`/${each}`));
  const contentsOf = (wanted: boolean) =>
    outputFiles.filter(({ path }) => isFirst(path) === wanted).map(({ contents }) => contents);
  return { first: contentsOf(true), late: contentsOf(false) };
};
