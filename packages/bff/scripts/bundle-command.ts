/**
 * Bundles the command `privage-bff` and its libraries to `dist/command`, without what is never called: fewer and shorter texts to
 * read, compile and keep (docs/decisions/0034). Names stay, and lines are short, for the log's `at` and for operators.
 */
import { readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const inPackage = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url));

// Parts have names of their content: those of the build before would stay beside.
rmSync(inPackage("dist/command"), { recursive: true, force: true });
const { metafile } = await build({
  entryPoints: [inPackage("src/cli/main.ts")],
  outdir: inPackage("dist/command"),
  outExtension: { ".js": ".mjs" },
  bundle: true,
  // What is loaded for whoever is configured for it stays apart.
  splitting: true,
  platform: "node",
  format: "esm",
  target: "node22.19",
  conditions: ["@privage-addons/source"],
  // Libraries in CommonJS ask for Node's own modules.
  banner: {
    js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
  },
  // An optional part of pg that needs a compiler.
  external: ["pg-native"],
  legalComments: "none",
  // Comments and indentation are a third of the text, and one letter beyond ASCII in a comment doubles the memory of all of it.
  minifyWhitespace: true,
  lineLimit: 160,
  metafile: true,
  absWorkingDir: inPackage("."),
  logLevel: "warning",
});

/** The folder of the package that a bundled file is from. */
const packageOf = (file: string): string | undefined => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(file)?.[0];

interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly license: string;
}

const licenseOf = (folder: string): string => {
  const path = inPackage(folder);
  const manifest = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as Manifest;
  const file = readdirSync(path).find((each) => /^licen[cs]e/i.test(each));
  const text = file === undefined ? manifest.license : readFileSync(join(path, file), "utf8");
  return `${manifest.name} ${manifest.version}\n\n${text.trim()}\n`;
};

const folders = new Set(Object.keys(metafile.inputs).flatMap((file) => packageOf(file) ?? []));
const licenses = [...folders].sort().map(licenseOf);
writeFileSync(inPackage("dist/command/LICENSES.txt"), licenses.join(`\n${"-".repeat(80)}\n\n`));
