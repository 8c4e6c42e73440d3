import { type RefObject, useEffect, useRef } from "react";
import { hasActed } from "../shell/has-acted.ts";

/**
 * Whoever opened an add-on goes on inside it: its keys work at once, and not only after a walk past the site's buttons.
 * Not on a page just loaded, which starts at its top; not for somebody who is anywhere else by now; and not on a phone,
 * where a focused field brings up a keyboard over half the screen. The ref is of the element around the frame.
 */
export const useEnterFrame = (isReady: boolean): RefObject<HTMLDivElement | null> => {
  const around = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const here = document.activeElement;
    const isNowhere = here === document.body || here?.matches("main h1");
    if (!isReady || !hasActed() || !isNowhere || matchMedia("(pointer: coarse)").matches) return;
    around.current?.querySelector("iframe")?.focus();
  }, [isReady]);
  return around;
};
