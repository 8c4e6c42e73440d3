/**
 * The floor: mints and loads at once, and hands the token over when the frame says that it is there. No library. Its connection
 * to Privage is opened when the site starts, as ours is.
 */
import { createFrame, mint, offerToDriver } from "./stopwatch.ts";

const link = document.createElement("link");
link.rel = "preconnect";
link.crossOrigin = "anonymous";
link.href = document.documentElement.dataset["privageUrl"] ?? "";
document.head.append(link);

offerToDriver((request) => {
  const token = mint(request);
  const frame = createFrame();
  const origin = new URL(request.src).origin;
  const onMessage = ({ source, data }: MessageEvent) => {
    if (source !== frame.contentWindow || data !== "ready") return;
    void token.then((exchangeToken) => frame.contentWindow?.postMessage({ exchangeToken }, origin));
  };
  addEventListener("message", onMessage);
  frame.src = request.src;
  document.body.append(frame);
  return () => {
    removeEventListener("message", onMessage);
    frame.remove();
  };
});
