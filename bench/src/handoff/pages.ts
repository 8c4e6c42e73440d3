/** The pages of each contender, bundled and written as the folders that their servers serve. */
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { bundleCode, bundleFile } from "../browser/bundle.ts";

/** Set on `<html>` as `data-…`, where the page's scripts read it. */
type Data = Readonly<Record<string, string>>;

const pageOf = (data: Data, head: string): string => {
  const attributes = Object.entries(data).map(([name, value]) => ` data-${name}="${value}"`);
  return `<!doctype html><html lang="en"${attributes.join("")}><head><meta charset="utf-8"><title>bench</title>${head}</head><body></body></html>`;
};

const MODULE = (path: string): string => `<script type="module" src="${path}"></script>`;

/** Module text that runs bench/src files one after the other, as one bundle. */
const bundleInOrder = async (files: readonly string[]): Promise<string> => {
  const code = files.map((file) => `import "./src/${file}";`).join("\n");
  return Buffer.from(await bundleCode(code)).toString();
};

/** A host page for the driver, its script inlined: it is loaded before anything is timed. */
export const hostPage = async (file: string, privageUrl: string): Promise<string> => {
  const script = await bundleFile(file);
  return pageOf({ "privage-url": privageUrl }, `<script type="module">${script}</script>`);
};

export interface AddOnPage {
  /** Inlined at the top of the page, as a classic script. */
  readonly inline?: string;
  /** The whole add-on, inlined as a module script. */
  readonly whole?: string;
  /** Bundled together, loaded as the page's module. */
  readonly main?: readonly string[];
  readonly data?: Data;
}

/** A folder with `index.html` and its bundle, in the system's temporary folder. */
export const writeAddOn = async ({ inline, whole, main, data = {} }: AddOnPage): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), "privage-bench-page-"));
  mkdirSync(join(folder, "assets"));
  const head = [
    inline ? `<script>${await bundleFile(inline, "iife")}</script>` : "",
    whole ? `<script type="module">${await bundleFile(whole)}</script>` : "",
    main ? MODULE("/assets/index-benchbench.js") : "",
  ];
  if (main) writeFileSync(join(folder, "assets/index-benchbench.js"), await bundleInOrder(main));
  writeFileSync(join(folder, "index.html"), pageOf(data, head.join("")));
  return folder;
};

/** A build of an app as it is now: the app may be built anew meanwhile. */
export const copyBuild = (build: string): string => {
  const folder = mkdtempSync(join(tmpdir(), "privage-bench-page-"));
  cpSync(build, folder, { recursive: true });
  return folder;
};

export const removeAddOn = (folder: string): void => rmSync(folder, { recursive: true, force: true });
