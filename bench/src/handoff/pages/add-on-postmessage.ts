/** The plain way by hand, inside the frame: asks once its bundle has run. */
import { exchangeAndCall } from "./plain-session.ts";

const { hostOrigin = "" } = document.documentElement.dataset;
const id = crypto.randomUUID();
addEventListener("message", ({ source, origin, data }: MessageEvent) => {
  if (source !== parent || origin !== hostOrigin || data?.id !== id) return;
  void exchangeAndCall(data.exchangeToken);
});
parent.postMessage({ type: "get-exchange-token", id }, hostOrigin);
