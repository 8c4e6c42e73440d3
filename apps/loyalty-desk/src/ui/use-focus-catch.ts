import { type RefObject, useEffect, useRef } from "react";

/**
 * For an element that takes the focus when the button that had it goes, or may no longer be pressed: a person at the keyboard
 * goes on from there, not from the top of the page. It needs `tabIndex={-1}`.
 */
export const useFocusCatch = <Box extends HTMLElement>(isOn: boolean): RefObject<Box | null> => {
  const box = useRef<Box>(null);
  useEffect(() => {
    const { activeElement, body } = document;
    const isLost = activeElement === null || activeElement === body || activeElement.matches(":disabled");
    if (isOn && isLost && document.hasFocus()) box.current?.focus({ preventScroll: true });
  });
  return box;
};
