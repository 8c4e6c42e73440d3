import type { HostMethods } from "@privage-addons/contracts/bridge";
import type { ResizeLoopEvent } from "../trace/events.ts";

type ResizeRequest = Parameters<HostMethods["resize"]>[0];

/** So many growths, each within a second of the one before, are a loop and no content. */
const LOOP = 20;

/**
 * Lets a frame's height follow its content, up to `maxHeightPx`. Content whose height depends on the frame's own (`100vh`
 * and a margin) would grow for ever: after 20 growths in a row the height stays, and `onLoop` hears once which element
 * was the tallest.
 */
export const followHeight = (
  frame: HTMLElement,
  maxHeightPx: number,
  now: () => number,
  onLoop: (tallest: string | undefined) => void,
): ((request: ResizeRequest) => void) => {
  let height = 0;
  let growths = 0;
  let grownAt = 0;
  return ({ heightPx, tallest }) => {
    if (growths >= LOOP) return;
    const wanted = Math.min(Math.ceil(heightPx), maxHeightPx);
    if (wanted > height && height) {
      growths = now() - grownAt < 1000 ? growths + 1 : 1;
      grownAt = now();
      if (growths >= LOOP) onLoop(tallest);
    }
    height = wanted;
    frame.style.height = `${wanted}px`;
  };
};

/** The event for `onLoop`. An element's name is the add-on's own word: without digits, upper case and length no token fits. */
export const resizeLoop = (tallest = ""): Pick<ResizeLoopEvent, "type" | "element"> => ({
  type: "resize-loop",
  ...(/^[a-z.#-]{1,40}$/.test(tallest) && { element: tallest }),
});
