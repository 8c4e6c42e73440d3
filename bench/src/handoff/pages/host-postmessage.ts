/** The plain way by hand: the frame asks by `postMessage`, and then the host mints. */
import { createFrame, mint, offerToDriver } from "./stopwatch.ts";

offerToDriver((request) => {
  const frame = createFrame();
  const origin = new URL(request.src).origin;
  const onMessage = (event: MessageEvent) => {
    if (event.source !== frame.contentWindow || event.origin !== origin) return;
    if (event.data?.type !== "get-exchange-token") return;
    void mint(request).then((exchangeToken) =>
      frame.contentWindow?.postMessage({ type: "exchange-token", id: event.data.id, exchangeToken }, origin),
    );
  };
  addEventListener("message", onMessage);
  frame.src = request.src;
  document.body.append(frame);
  return () => {
    removeEventListener("message", onMessage);
    frame.remove();
  };
});
