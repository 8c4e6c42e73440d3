/** The plain way with penpal: the host mints when it is asked. */
import { connect, WindowMessenger } from "penpal";
import { createFrame, mint, offerToDriver } from "../pages/stopwatch.ts";

offerToDriver((request) => {
  const frame = createFrame();
  frame.src = request.src;
  document.body.append(frame);
  const remoteWindow = frame.contentWindow;
  if (!remoteWindow) throw new Error("The frame has no window.");
  const connection = connect({
    messenger: new WindowMessenger({ remoteWindow, allowedOrigins: [new URL(request.src).origin] }),
    methods: { getExchangeToken: () => mint(request) },
  });
  return () => {
    connection.destroy();
    frame.remove();
  };
});
