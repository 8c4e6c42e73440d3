/** How the page is arranged: which panels are open. Not kept; a reload starts calm. */
import { createStore, type StoreApi } from "zustand/vanilla";

export interface WorkspaceState {
  readonly inspectorOpen: boolean;
  /** The add-on fills the window and the site's own chrome is hidden. */
  readonly fullScreen: boolean;
}

export interface Workspace {
  readonly store: StoreApi<WorkspaceState>;
  toggleInspector(): void;
  setFullScreen(fullScreen: boolean): void;
}

export const createWorkspace = (): Workspace => {
  const store = createStore<WorkspaceState>(() => ({ inspectorOpen: false, fullScreen: false }));
  return {
    store,
    toggleInspector: () => store.setState(({ inspectorOpen }) => ({ inspectorOpen: !inspectorOpen })),
    setFullScreen: (fullScreen) => store.setState({ fullScreen }),
  };
};
