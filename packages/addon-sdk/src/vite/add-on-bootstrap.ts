/**
 * Puts the SDK's bootstrap into the page itself, so that handshake and token exchange run while the interface's bundle is
 * still on its way (design, rule 2).
 *
 * - `vite build`: the entry becomes one classic script, minified, at the top of the head. It blocks nothing but itself, and
 *   needs no request. A server that sends a Content-Security-Policy has to allow its hash, as the BFF does.
 * - `vite dev`: the entry is a module script before all others, with hot reload as usual.
 *
 * It stands after the `privage-host-origins` meta element when the page has one already; the BFF puts it first in the head.
 */
import { HOST_ORIGINS_META } from "@privage-addons/contracts/bridge";
import { build, type Plugin, type ResolvedConfig } from "vite";

export interface AddOnBootstrapOptions {
  /** The module that calls `startAddOn`, below Vite's root, e.g. `"src/bootstrap.ts"`. */
  readonly entry: string;
}

/**
 * @example
 * ```ts
 * // vite.config.ts
 * import { addOnBootstrap } from "@privage-addons/addon-sdk/vite";
 * import { defineConfig } from "vite";
 *
 * export default defineConfig({ plugins: [addOnBootstrap({ entry: "src/bootstrap.ts" })] });
 * ```
 */
export const addOnBootstrap = ({ entry }: AddOnBootstrapOptions): Plugin => {
  let config: ResolvedConfig;
  return {
    name: "privage-add-on-bootstrap",
    configResolved: (resolved) => {
      config = resolved;
    },
    transformIndexHtml: {
      // After Vite's own work: what is inlined here is finished.
      order: "post",
      handler: async (html, { server }) => {
        const script = server
          ? `<script type="module" src="${config.base}${entry}"></script>`
          : `<script>${inlineable(await bundle(config, entry))}</script>`;
        return insertEarly(html, script);
      },
    },
  };
};

const META = new RegExp(`<meta[^>]*name="${HOST_ORIGINS_META}"[^>]*>`);

/** After the host origins when the page has them, else first in the head. */
const insertEarly = (html: string, script: string): string => {
  const place = META.exec(html) ?? /<head[^>]*>/i.exec(html);
  if (!place) throw new Error("addOnBootstrap: the page needs a <head>.");
  const end = place.index + place[0].length;
  return `${html.slice(0, end)}\n    ${script}${html.slice(end)}`;
};

/** The entry and all it imports, as one classic script. */
const bundle = async ({ root, mode, resolve, define, build: { target } }: ResolvedConfig, entry: string) => {
  const output = await build({
    configFile: false,
    root,
    mode,
    logLevel: "warn",
    publicDir: false,
    resolve: { alias: resolve.alias, conditions: resolve.conditions },
    ...(define && { define }),
    build: {
      target,
      write: false,
      minify: true,
      modulePreload: false,
      lib: { entry, formats: ["iife"], name: "privageAddOnBootstrap", fileName: "bootstrap" },
    },
  });
  const [first] = Array.isArray(output) ? output : [output];
  const chunk = first && "output" in first ? first.output.find(({ type }) => type === "chunk") : undefined;
  if (chunk?.type !== "chunk") throw new Error(`addOnBootstrap: ${entry} gave no script.`);
  return chunk.code.trim();
};

/** Inside an element, `</script` would end it and `<!--` would hide its end (HTML, 4.12.1.3). */
const inlineable = (code: string): string => code.replace(/<(?=\/script|script|!--)/gi, "\\x3C");
