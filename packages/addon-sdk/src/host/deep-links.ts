/**
 * Deep links: the site's address below the add-on, kept in step with the add-on's own routing.
 *
 * The site owns the history. An entry of the add-on's own would make "back" stop twice, so the add-on's address is only
 * ever replaced, and each move is asked of the host, which pushes it.
 */
import type { AddOn } from "../connect/add-on.ts";

type Linked = Pick<AddOn, "onNavigated" | "host" | "context">;

/** What is needed of a router, e.g. of React Router's `createMemoryRouter`. */
export interface FollowedRouter {
  readonly state: {
    readonly location: { readonly pathname: string; readonly search: string; readonly hash: string };
  };
  navigate(path: string, options: { readonly replace: true }): unknown;
  subscribe(
    listener: (state: FollowedRouter["state"] & { readonly historyAction: string }) => void,
  ): () => void;
}

const askHost = ({ host }: Linked, path: string, replace: boolean) => {
  // A host that grants no navigation keeps its address; the add-on still moves.
  if (host.can("navigate")) host.navigate(path, { replace }).catch(() => {});
};

/**
 * Starts at the site's path, follows it, and tells the host where the router goes. Returns the end of it.
 *
 * @example
 * ```ts
 * import { connectToHost, followRouter } from "@privage-addons/addon-sdk";
 * import { createMemoryRouter } from "react-router";
 *
 * const router = createMemoryRouter([{ path: "*" }]);
 * const unfollow = followRouter(await connectToHost(), router);
 * ```
 */
export const followRouter = (addOn: Linked, router: FollowedRouter): (() => void) => {
  let shown = "";
  const follow = (path: string) => {
    shown = path;
    void router.navigate(path, { replace: true });
  };
  follow(addOn.context.get().placement.path);
  const removals = [
    addOn.onNavigated(follow),
    router.subscribe(({ location: { pathname, search, hash }, historyAction }) => {
      const path = pathname + search + hash;
      if (path === shown) return;
      shown = path;
      askHost(addOn, path, historyAction === "REPLACE");
    }),
  ];
  return () => {
    for (const remove of removals) remove();
  };
};

/** What is needed of a window. */
export type HistoryWindow = Pick<Window, "history" | "location" | "dispatchEvent">;

/**
 * Starts at the site's path and follows it with `history.replaceState` and a `popstate` event, which routers that read the
 * address understand. `history.pushState` replaces too, and asks the host for the entry. Returns the end of it.
 *
 * @example
 * ```ts
 * import { connectToHost, followHistory } from "@privage-addons/addon-sdk";
 *
 * const unfollow = followHistory(await connectToHost());
 * ```
 */
export const followHistory = (addOn: Linked, page: HistoryWindow = window): (() => void) => {
  const { history, location } = page;
  const original = { pushState: history.pushState, replaceState: history.replaceState };
  const replace = original.replaceState.bind(history);
  const moving =
    (asksToReplace: boolean): History["replaceState"] =>
    (data, unused, url) => {
      replace(data, unused, url);
      askHost(addOn, location.pathname + location.search + location.hash, asksToReplace);
    };
  const follow = (path: string) => {
    replace(history.state, "", path);
    page.dispatchEvent(new PopStateEvent("popstate", { state: history.state }));
  };
  follow(addOn.context.get().placement.path);
  history.pushState = moving(false);
  history.replaceState = moving(true);
  const remove = addOn.onNavigated(follow);
  return () => {
    remove();
    Object.assign(history, original);
  };
};
