import type { Plugin } from "vite";

/** Writes the host origins into the add-on's page, as the BFF does when it serves the build. */
export const hostOriginsPlugin = (origins: string): Plugin => ({
  name: "privage-host-origins",
  transformIndexHtml: {
    order: "pre",
    handler: () => [
      { tag: "meta", attrs: { name: "privage-host-origins", content: origins }, injectTo: "head-prepend" },
    ],
  },
});
