import type { Page } from "../session/page.ts";

/** A page without a browser: shown and online until told otherwise. */
export interface FakePage extends Page {
  setVisible(visible: boolean): void;
  setOnline(online: boolean): void;
  /** As `pageshow` or `focus` do. */
  wake(): void;
}

export const createFakePage = (): FakePage => {
  const events = new EventTarget();
  let isVisible = true;
  let isOnline = true;
  const wake = () => {
    events.dispatchEvent(new Event("wake"));
  };
  return {
    credentials: () => "omit",
    isVisible: () => isVisible,
    isOnline: () => isOnline,
    onWake: (listener, signal) => events.addEventListener("wake", listener, { signal }),
    setVisible: (visible) => {
      isVisible = visible;
      wake();
    },
    setOnline: (online) => {
      isOnline = online;
      if (online) wake();
    },
    wake,
  };
};
