import { useEffect, useRef } from "react";

/** The keys of the counter, as `KeyboardEvent.key` names them. */
export const HOTKEYS = { find: "F2", burn: "F4", add: "F8", undo: "F9", next: "Escape" } as const;

/** What each of them does on a screen. */
export type Hotkeys = { readonly [Name in keyof typeof HOTKEYS]?: (() => void) | undefined };

const NAMES = Object.keys(HOTKEYS) as (keyof typeof HOTKEYS)[];

/**
 * Keys that work anywhere on the screen. Only function keys and Escape: they type no character, so they work in a field, on
 * a Thai or Vietnamese keyboard, and need no switch to turn them off (WCAG 2.2, 2.1.4).
 */
export const useHotkeys = (hotkeys: Hotkeys): void => {
  const latest = useRef(hotkeys);
  useEffect(() => {
    latest.current = hotkeys;
  });
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.repeat || event.ctrlKey || event.altKey || event.metaKey) return;
      const name = NAMES.find((candidate) => HOTKEYS[candidate] === event.key);
      const act = name && latest.current[name];
      if (!act) return;
      event.preventDefault();
      act();
    };
    window.addEventListener("keydown", onKeyDown);
    return () => window.removeEventListener("keydown", onKeyDown);
  }, []);
};
