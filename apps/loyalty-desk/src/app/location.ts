/**
 * Where the person is inside the desk. The address bar belongs to the Management Site, so the desk keeps no history of
 * its own: it asks the host to navigate (a deep link, with back and forward) and follows when the host says it moved.
 */
import { useCallback } from "react";
import type { BaseLocationHook } from "wouter";
import { create } from "zustand";

interface LocationState {
  readonly path: string;
  /** Whether the person has moved since the desk opened; only then may a new screen take the focus. */
  readonly hasMoved: boolean;
  readonly moveTo: (path: string) => void;
}

const useLocationStore = create<LocationState>((set) => ({
  path: "/",
  hasMoved: false,
  moveTo: (path) => set((current) => (current.path === path ? current : { path, hasMoved: true })),
}));

interface DeskHost {
  navigate(path: string, options?: { readonly replace?: boolean }): unknown;
}

let host: DeskHost | undefined;

/** Asks whether what is half typed may be lost; resolves to whether it may. */
export type LeaveGuard = () => Promise<boolean>;

let guard: LeaveGuard | undefined;

/** Has `ask` asked before the desk's own links and buttons leave the screen. Returns what takes the guard away again. */
export const guardLeaving = (ask: LeaveGuard): (() => void) => {
  guard = ask;
  return () => {
    if (guard === ask) guard = undefined;
  };
};

/** Calls `listener` at every move, whoever made it. Returns what stops that. */
export const onMoved = (listener: () => void): (() => void) =>
  useLocationStore.subscribe(({ path }, before) => {
    if (path !== before.path) listener();
  });

/** Starts at the deep link the host opened the desk with. Returns what to call when the host moves. */
export const startLocation = (openedAt: string, deskHost: DeskHost): ((path: string) => void) => {
  host = deskHost;
  useLocationStore.setState({ path: openedAt, hasMoved: false });
  return useLocationStore.getState().moveTo;
};

export interface Going {
  readonly replace?: boolean;
  /** Without asking the guard: what was typed has been recorded, or the person has agreed already. */
  readonly unguarded?: boolean;
}

/** Goes to another screen and tells the host, which shows the address and may refuse to (then the desk moves alone). */
export const goTo = (path: string, { unguarded = false, ...options }: Going = {}): void => {
  if (useLocationStore.getState().path === path) return;
  const go = () => {
    useLocationStore.getState().moveTo(path);
    host?.navigate(path, options);
  };
  if (unguarded || !guard) go();
  else void guard().then((mayLeave) => mayLeave && go());
};

export const useHasMoved = (): boolean => useLocationStore((state) => state.hasMoved);

/** wouter's port for a location that is not the browser's. */
export const useDeskLocation: BaseLocationHook = () => {
  const path = useLocationStore((state) => state.path);
  return [path, useCallback(goTo, [])];
};
