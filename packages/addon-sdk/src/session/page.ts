/** What a session needs to know about the page it runs on. */
export interface Page {
  isVisible(): boolean;
  isOnline(): boolean;
  /** Whether calls carry cookies, which decides what connections they may share. */
  readonly credentials: RequestCredentials;
  /** Calls `listener` when the page may have slept or come back: shown, focused, restored or online; until `signal` fires. */
  onWake(listener: () => void, signal: AbortSignal): void;
}

// `visibilitychange` is the document's, and bubbles.
const WAKE_EVENTS = ["visibilitychange", "pageshow", "online", "focus"];

export const browserPage: Page = {
  /**
   * No cookie is of any use here, but a call without credentials may not share the connections of those with them (Fetch,
   * "obtain a connection"). Over HTTP/2 and HTTP/3 one connection carries everything: the page's own spares the exchange the
   * opening of another, two round trips or three. Over HTTP/1.1 the interface's scripts are in line for the page's own,
   * so calls have theirs.
   */
  get credentials() {
    const [navigation] = performance.getEntriesByType("navigation");
    return /^h\d/.test(Object(navigation).nextHopProtocol) ? "same-origin" : "omit";
  },
  isVisible: () => !document.hidden,
  isOnline: () => navigator.onLine,
  onWake: (listener, signal) => {
    for (const type of WAKE_EVENTS) addEventListener(type, listener, { signal });
  },
};
