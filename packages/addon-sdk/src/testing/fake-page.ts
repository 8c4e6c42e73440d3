import type { Page } from "../session/page.ts";

/** A page without a browser: shown and online until told otherwise. */
export interface FakePage extends Page {
  setVisible(visible: boolean): void;
  setOnline(online: boolean): void;
  /** As `pageshow` or `focus` do. */
  wake(): void;
}

export const createFakePage = (): FakePage => {
  const listeners = new Set<() => void>();
  let isVisible = true;
  let isOnline = true;
  const wake = () => {
    for (const listener of [...listeners]) listener();
  };
  return {
    isVisible: () => isVisible,
    isOnline: () => isOnline,
    onWake: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
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
