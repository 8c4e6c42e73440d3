/** What a session needs to know about the page it runs on. */
export interface Page {
  isVisible(): boolean;
  isOnline(): boolean;
  /** Calls `listener` when the page may have slept or come back: shown, focused, restored or online; until `signal` fires. */
  onWake(listener: () => void, signal: AbortSignal): void;
}

// `visibilitychange` is the document's, and bubbles.
const WAKE_EVENTS = ["visibilitychange", "pageshow", "online", "focus"];

export const browserPage: Page = {
  isVisible: () => !document.hidden,
  isOnline: () => navigator.onLine,
  onWake: (listener, signal) => {
    for (const type of WAKE_EVENTS) addEventListener(type, listener, { signal });
  },
};
