/**
 * Keeps an add-on and the address bar in step.
 *
 * The add-on navigates: the site's address follows, with a history entry. The person goes back or forward, or opens a
 * link: the add-on is told. The path the add-on itself asked for is remembered, so that it is not told its own move.
 */
import { useCallback, useEffect, useMemo, useRef } from "react";
import { addOnAddress, CATALOGUE_ADDRESS, routeOf } from "../router/routes.ts";
import { useSite } from "../site/site-context.ts";
import type { Slot } from "./frames.ts";
import type { SlotMoves } from "./host-services.ts";

export const useFrameMoves = (slot: Slot, path: string): SlotMoves => {
  const { router, frames } = useSite();
  const known = useRef(path);

  useEffect(() => {
    if (known.current === path) return;
    known.current = path;
    frames.navigated(slot, path);
  }, [frames, slot, path]);

  const goTo = useCallback(
    (next: string, replace: boolean) => {
      const route = routeOf(router.place);
      if (route.screen !== "add-on") return;
      const { main, beside } = route;
      known.current = next;
      const address =
        slot === "main"
          ? addOnAddress({ ...main, path: next }, beside)
          : beside && addOnAddress(main, { ...beside, path: next });
      if (address) void router.go(address, { replace, unguarded: true });
    },
    [router, slot],
  );

  const close = useCallback(() => {
    const route = routeOf(router.place);
    const toMain =
      slot === "beside" && route.screen === "add-on" ? addOnAddress(route.main) : CATALOGUE_ADDRESS;
    void router.go(toMain);
  }, [router, slot]);

  return useMemo(() => ({ goTo, close }), [goTo, close]);
};
