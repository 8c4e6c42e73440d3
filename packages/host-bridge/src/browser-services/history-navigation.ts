import type { HostServices } from "@privage-addons/contracts/bridge";
import type { MountedAddOn } from "../mount/mounted-add-on.ts";

export interface HistoryNavigation {
  /** The add-on's own path in the current address, for `context.placement.path`; starts with `/`. */
  path(): string;
  /** The service: puts the add-on's path below the base into the address, and remembers the step. */
  readonly navigate: HostServices["navigate"];
  /** Tells the add-on about back and forward; returns the removal of its listener. */
  follow(addOn: Pick<MountedAddOn, "navigated">): () => void;
}

/**
 * Keeps an add-on's path and the site's history in step: deep links, back and forward.
 *
 * @param basePath Where the site shows the add-on, e.g. `"/add-ons/loyalty-desk"`.
 *
 * @example
 * ```ts
 * import { createHistoryNavigation } from "@privage-addons/host-bridge/services";
 *
 * const navigation = createHistoryNavigation("/add-ons/loyalty-desk");
 * navigation.path(); // "/members/42" at /add-ons/loyalty-desk/members/42
 * ```
 */
export const createHistoryNavigation = (basePath: string, page: Window = window): HistoryNavigation => {
  const base = basePath.replace(/\/+$/, "");

  const path = () => {
    const { pathname, search, hash } = page.location;
    return pathname.startsWith(`${base}/`) ? pathname.slice(base.length) + search + hash : "/";
  };
  return {
    path,
    navigate: ({ path: next, replace = false }) => {
      const { history, location } = page;
      const url = new URL(base + next, location.origin);
      // Dot segments must not lead out of the add-on's own part of the site.
      if (!url.pathname.startsWith(`${base}/`)) return;
      if (replace) history.replaceState(history.state, "", url);
      else history.pushState(null, "", url);
    },
    follow: (addOn) => {
      const onPopState = () => addOn.navigated(path());
      page.addEventListener("popstate", onPopState);
      return () => page.removeEventListener("popstate", onPopState);
    },
  };
};
