/** The floor: mints and loads at once, and hands the token over when the frame says that it is there. No library. */
import { createFrame, mint, offerToDriver } from "./stopwatch.ts";

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
