import { type ComponentType, type LazyExoticComponent, lazy } from "react";

/** A component in a chunk of its own, and the way to fetch that chunk before it is shown. */
export interface OnDemand<Props> {
  readonly Component: LazyExoticComponent<ComponentType<Props>>;
  /** Begins fetching; a failure shows when the component is rendered, not here. */
  readonly preload: () => void;
}

/**
 * `React.lazy` for named exports, with a head start: what will be needed as soon as data arrives is fetched while the data
 * is on its way.
 */
export const loadOnDemand = <Props extends object>(
  load: () => Promise<ComponentType<Props>>,
): OnDemand<Props> => ({
  Component: lazy(async () => ({ default: await loadPatiently(load) })),
  preload: () => {
    load().catch(() => undefined);
  },
});

/** Without a network it waits for one: React would keep the failure, and the desk goes on by itself instead. */
const loadPatiently = async <Loaded,>(load: () => Promise<Loaded>): Promise<Loaded> => {
  try {
    return await load();
  } catch (error) {
    if (navigator.onLine) throw error;
    await new Promise((online) => window.addEventListener("online", online, { once: true }));
    return loadPatiently(load);
  }
};
