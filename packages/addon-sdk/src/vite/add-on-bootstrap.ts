/**
 * Puts the SDK's bootstrap into the page itself, so that handshake and token exchange run while the interface's bundle is
 * still on its way (design, rule 2); or a whole small add-on, which then asks for no file at all.
 *
 * - `vite build`, a page that has other scripts: the entry becomes one classic script, minified, at the top of the head. It
 *   blocks nothing but itself, and needs no request.
 * - `vite build`, a page that has none: the entry is the add-on. It becomes a module script, which finds the whole page there
 *   and may `await` at its top level.
 * - `vite dev`: the entry is a module script before all others, with hot reload as usual.
 *
 * Styles that the entry imports become a style element. A server that sends a Content-Security-Policy has to allow the hashes
 * of both, as the BFF does. They stand after the `privage-host-origins` meta element when the page has one already; the BFF
 * puts it first in the head. The entry is built with Vite's own means, without the page's other plug-ins.
 */
import { resolve as resolvePath } from "node:path";
import { HOST_ORIGINS_META } from "@privage-addons/contracts/bridge";
import { build, type Plugin, type ResolvedConfig } from "vite";

export interface AddOnBootstrapOptions {
  /** The module that calls `startAddOn`, below Vite's root, e.g. `"src/bootstrap.ts"`; or a small add-on's main module. */
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
        if (server) return insertEarly(html, `<script type="module" src="${config.base}${entry}"></script>`);
        const isWhole = !/<script[^>]*\ssrc\s*=/i.test(html);
        const { code, styles } = await bundle(config, entry, isWhole);
        const style = styles && `<style>${styles.replace(/<(?=\/style)/gi, "\\3C ")}</style>`;
        return insertEarly(
          html,
          `${style}<script${isWhole ? ' type="module"' : ""}>${inlineable(code)}</script>`,
        );
      },
    },
  };
};

const META = new RegExp(`<meta[^>]*name="${HOST_ORIGINS_META}"[^>]*>`);

/** After the host origins when the page has them, else first in the head. */
const insertEarly = (html: string, elements: string): string => {
  const place = META.exec(html) ?? /<head[^>]*>/i.exec(html);
  if (!place) throw new Error("addOnBootstrap: the page needs a <head>.");
  const end = place.index + place[0].length;
  return `${html.slice(0, end)}\n    ${elements}${html.slice(end)}`;
};

/** The entry and all it imports, as the text of one script and of its styles. */
const bundle = async (config: ResolvedConfig, entry: string, isModule: boolean) => {
  const {
    root,
    mode,
    resolve,
    define,
    oxc,
    build: { target },
  } = config;
  const output = await build({
    configFile: false,
    root,
    mode,
    logLevel: "warn",
    publicDir: false,
    resolve: { alias: resolve.alias, conditions: resolve.conditions },
    oxc,
    ...(define && { define }),
    build: {
      target,
      write: false,
      minify: true,
      modulePreload: false,
      cssCodeSplit: false,
      // One file is all there is: what it names stands in it.
      assetsInlineLimit: Infinity,
      rolldownOptions: {
        input: resolvePath(root, entry),
        output: { format: isModule ? "es" : "iife", codeSplitting: false },
      },
    },
  }).catch((cause: unknown) => {
    if (!String(cause).includes("INVALID_TLA_FORMAT")) throw cause;
    throw new Error(
      `addOnBootstrap: ${entry} becomes a classic script, since the page has scripts of its own. There is no top-level ` +
        "`await` in it: write `connectToHost().then(…)`, or `await` inside a function.",
      { cause },
    );
  });
  const files = (Array.isArray(output) ? output : [output]).flatMap((each) =>
    "output" in each ? each.output : [],
  );
  const chunk = files.find((file) => file.type === "chunk");
  if (!chunk) throw new Error(`addOnBootstrap: ${entry} gave no script.`);
  const styles = files.flatMap((file) =>
    file.type === "asset" && file.fileName.endsWith(".css") ? String(file.source).trim() : [],
  );
  return { code: chunk.code.trim(), styles: styles.join("\n") };
};

/** Inside an element, `</script` would end it and `<!--` would hide its end (HTML, 4.12.1.3). */
const inlineable = (code: string): string => code.replace(/<(?=\/script|script|!--)/gi, "\\x3C");
