import type { MountOptions } from "../mount/options.ts";

const BASE_SANDBOX = ["allow-scripts", "allow-same-origin", "allow-forms"];

/**
 * The iframe, not yet in the document. `allow-same-origin` keeps the add-on's own origin (else it would have none to
 * prove); it is safe because the origin is never the host's (SAME_ORIGIN_ADD_ON).
 */
export const createFrame = ({ src, title, sandbox = [], allow = "" }: MountOptions): HTMLIFrameElement => {
  const frame = document.createElement("iframe");
  frame.title = title;
  frame.setAttribute("sandbox", [...BASE_SANDBOX, ...sandbox].join(" "));
  frame.allow = allow;
  frame.referrerPolicy = "no-referrer";
  frame.style.cssText = "border:0;width:100%;height:100%;display:block";
  frame.src = src;
  return frame;
};
