/**
 * Moves that end every add-on's session: another business, or logging out. Both ask about unsaved changes first, then
 * tell the add-ons and wait until each has dropped its tokens; only then does the site itself change.
 */
import { useCallback } from "react";
import { messagesOf } from "../i18n/use-messages.ts";
import { addOnAddress, CATALOGUE_ADDRESS, type Route, routeOf } from "../router/routes.ts";
import { useSite } from "../site/site-context.ts";

export const useSwitchBusiness = () => {
  const { router, frames, session, notices, preferences } = useSite();
  return useCallback(
    async (businessCode: string) => {
      if (!(await router.mayLeave())) return;
      await frames.endSessions("tenant-switch");
      notices.clear();
      await router.go(startOf(routeOf(router.place)), { unguarded: true });
      session.switchBusiness(businessCode);
      const state = session.store.getState();
      const { shell } = messagesOf(preferences.store.getState().language);
      if (state.status === "signed-in") notices.toast({ message: shell.switched(state.business.name) });
    },
    [router, frames, session, notices, preferences],
  );
};

/** The same screen at its start: records of one business are not found in another. */
const startOf = (route: Route): string => {
  if (route.screen !== "add-on") return CATALOGUE_ADDRESS;
  const { main, beside } = route;
  return addOnAddress({ ...main, path: "/" }, beside && { ...beside, path: "/" });
};

export const useLogOut = () => {
  const { router, frames, session, notices, timeline, workspace } = useSite();
  return useCallback(async () => {
    if (!(await router.mayLeave())) return;
    await frames.endSessions("logout");
    notices.clear();
    timeline.clear();
    workspace.setFullScreen(false);
    session.signOut("logged-out");
  }, [router, frames, session, notices, timeline, workspace]);
};
