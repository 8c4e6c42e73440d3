import { useSyncExternalStore } from "react";
import { useSite } from "../site/site-context.ts";
import type { Place } from "./history-router.ts";

/** Where the site is; renders again when it moves. */
export const usePlace = (): Place => {
  const { router } = useSite();
  return useSyncExternalStore(router.subscribe, () => router.place);
};
