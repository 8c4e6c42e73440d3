/**
 * A router over the History API, with a guard for unsaved changes.
 *
 * The browser has already moved when `popstate` fires, and it does not say in which direction. So each entry carries its
 * index, and a guarded move back or forward takes three steps:
 *
 * 1. The difference of the indices says how far the person went; the router goes the same way back.
 * 2. The guard asks. Nothing on the page has changed meanwhile.
 * 3. If it agrees, the router makes the move again, unguarded.
 */

/** A place in the site, as an address bar shows it. */
export interface Place {
  /** Starts with `/`. */
  readonly path: string;
  /** Parameters after `?`. */
  readonly query: URLSearchParams;
}

export interface MoveOptions {
  /** Takes the place of the current history entry instead of adding one. */
  readonly replace?: boolean;
  /** Moves without asking the guard: for the add-on's own navigation, which knows about its changes. */
  readonly unguarded?: boolean;
}

/** Decides whether the current place may be left; resolves to false to stay. */
export type Guard = () => Promise<boolean>;

export interface Router {
  readonly place: Place;
  subscribe(onChange: () => void): () => void;
  /** Moves within the site. Resolves to whether it moved. */
  go(address: string, options?: MoveOptions): Promise<boolean>;
  /** Sets or clears the guard. While one is set, closing the tab asks too. */
  setGuard(guard: Guard | undefined): void;
  /** Asks the guard, if there is one; for moves that are not addresses (log out, switch business). */
  mayLeave(): Promise<boolean>;
  dispose(): void;
}

interface EntryState {
  readonly index: number;
}

export const createRouter = (page: Window): Router => {
  const listeners = new Set<() => void>();
  let guard: Guard | undefined;
  let place = readPlace(page.location);
  let index = readIndex(page.history.state) ?? 0;
  /** What the next popstate answers: our own `history.go`, not the person's. */
  let expected: "return" | "repeat" | undefined;

  const arrive = () => {
    place = readPlace(page.location);
    for (const listener of listeners) listener();
  };
  const mayLeave = async () => guard === undefined || guard();

  const onPopState = (event: PopStateEvent) => {
    const to = readIndex(event.state) ?? 0;
    const distance = to - index;
    if (expected === "return") {
      expected = undefined;
      return;
    }
    if (guard && distance !== 0 && expected === undefined) {
      expected = "return";
      page.history.go(-distance);
      void mayLeave().then((agreed) => {
        if (!agreed) return;
        expected = "repeat";
        page.history.go(distance);
      });
      return;
    }
    expected = undefined;
    index = to;
    arrive();
  };
  const onBeforeUnload = (event: BeforeUnloadEvent) => {
    if (guard) event.preventDefault();
  };

  page.history.replaceState({ index } satisfies EntryState, "");
  page.addEventListener("popstate", onPopState);
  page.addEventListener("beforeunload", onBeforeUnload);

  return {
    get place() {
      return place;
    },
    subscribe: (onChange) => {
      listeners.add(onChange);
      return () => listeners.delete(onChange);
    },
    go: async (address, { replace = false, unguarded = false } = {}) => {
      if (!unguarded && !(await mayLeave())) return false;
      if (address === place.path + searchOf(place)) return true;
      if (replace) page.history.replaceState({ index } satisfies EntryState, "", address);
      else {
        index += 1;
        page.history.pushState({ index } satisfies EntryState, "", address);
      }
      arrive();
      return true;
    },
    setGuard: (next) => {
      guard = next;
    },
    mayLeave,
    dispose: () => {
      page.removeEventListener("popstate", onPopState);
      page.removeEventListener("beforeunload", onBeforeUnload);
    },
  };
};

const readPlace = ({ pathname, search }: Location): Place => ({
  path: pathname,
  query: new URLSearchParams(search),
});

const searchOf = ({ query }: Place) => (query.size > 0 ? `?${query}` : "");

const readIndex = (state: unknown): number | undefined =>
  typeof state === "object" && state !== null && "index" in state && typeof state.index === "number"
    ? state.index
    : undefined;
