import { type ConnectOptions, connectToHost } from "./connect-to-host.ts";

/**
 * The early bootstrap: begins the connection while the interface's bundle is still loading. Called by the entry that the
 * Vite plugin `addOnBootstrap` inlines into the page; the main bundle's {@link connectToHost} picks the connection up
 * while it is being made, its error included; one that has failed before is begun anew.
 *
 * @example
 * ```ts
 * // src/bootstrap.ts
 * import { startAddOn } from "@privage-addons/addon-sdk";
 *
 * startAddOn({ apiBaseUrl: "/privage" });
 * ```
 */
export const startAddOn = (options?: ConnectOptions): void => {
  connectToHost(options).catch(() => {});
};
