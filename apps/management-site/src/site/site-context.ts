import { createContext, useContext } from "react";
import { useStore } from "zustand";
import type { Frames } from "../add-ons/frames.ts";
import type { SiteConfig } from "../config/site-config.ts";
import type { Notices } from "../feedback/notices.ts";
import type { FaultControl } from "../inspector/faults/fault-control.ts";
import type { Timeline } from "../inspector/timeline.ts";
import type { Preferences, PreferencesControl } from "../preferences/preferences.ts";
import type { Router } from "../router/history-router.ts";
import type { Session, SessionState } from "../session/session.ts";
import type { Workspace } from "../shell/workspace.ts";

/** The parts every screen may use, made once in `main.tsx`. */
export interface Site {
  readonly config: SiteConfig;
  readonly router: Router;
  readonly session: Session;
  readonly preferences: PreferencesControl;
  readonly notices: Notices;
  readonly timeline: Timeline;
  readonly frames: Frames;
  readonly workspace: Workspace;
  /** Absent where the platforms are real. */
  readonly faults?: FaultControl;
}

export const SiteContext = createContext<Site | undefined>(undefined);

/** Throws outside of `<SiteContext>`. */
export const useSite = (): Site => {
  const site = useContext(SiteContext);
  if (!site) throw new Error("useSite() needs a <SiteContext> above it.");
  return site;
};

export const usePreferences = (): Preferences => useStore(useSite().preferences.store);

export const useSession = (): SessionState => useStore(useSite().session.store);

/** The signed-in session. Throws on a screen that is shown without one. */
export const useSignedIn = (): Extract<SessionState, { status: "signed-in" }> => {
  const state = useSession();
  if (state.status !== "signed-in") throw new Error("This screen needs a signed-in member of staff.");
  return state;
};
