import type { HostServices } from "@privage-addons/contracts/bridge";

export interface UnsavedGuard {
  /** The service. */
  readonly setDirty: HostServices["setDirty"];
  /** For the site's own router: ask before leaving while this is true. */
  isDirty(): boolean;
  /** Stops guarding, e.g. when the add-on is unmounted. */
  release(): void;
}

/** Lets the browser ask "Leave site?" while an add-on has unsaved changes, and only then: a listener kept costs bfcache. */
export const createUnsavedGuard = (page: Window = window): UnsavedGuard => {
  let isDirty = false;
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  const set = (dirty: boolean) => {
    isDirty = dirty;
    if (dirty) page.addEventListener("beforeunload", ask);
    else page.removeEventListener("beforeunload", ask);
  };
  return { setDirty: ({ dirty }) => set(dirty), isDirty: () => isDirty, release: () => set(false) };
};
