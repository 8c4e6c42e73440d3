/** What a session needs to know about the page it runs on. */
export interface Page {
  isVisible(): boolean;
  isOnline(): boolean;
  /** Whether a call carries cookies, which decides what connections it may share. Asked for each call: it may change. */
  credentials(): RequestCredentials;
  /** Calls `listener` when the page may have slept or come back: shown, focused, restored or online; until `signal` fires. */
  onWake(listener: () => void, signal: AbortSignal): void;
}

// `visibilitychange` is the document's, and bubbles.
const WAKE_EVENTS = ["visibilitychange", "pageshow", "online", "focus"];

export const browserPage: Page = {
  /**
   * No cookie is of any use here, but a call without credentials may not share the connections of those with them (Fetch,
   * "obtain a connection"). The page's own spares the exchange the opening of another, one round trip or more. Over HTTP/2
   * and HTTP/3 it carries everything at once; over HTTP/1.1 it is free when the page has loaded, which a page without files
   * has before its host has answered. Until then the page's files are in line for it, so calls have one of their own. Loaded
   * pages may queue files too; then the browser opens another connection, as it does for a call without credentials.
   */
  credentials: () => {
    const [navigation] = performance.getEntriesByType("navigation");
    const isFree = /^h\d/.test(Object(navigation).nextHopProtocol) || document.readyState === "complete";
    return isFree ? "same-origin" : "omit";
  },
  isVisible: () => !document.hidden,
  isOnline: () => navigator.onLine,
  onWake: (listener, signal) => {
    for (const type of WAKE_EVENTS) addEventListener(type, listener, { signal });
  },
};
