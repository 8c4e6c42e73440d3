/** The plain way with penpal, inside the frame: connects once its bundle has run. */
import { connect, WindowMessenger } from "penpal";
import { exchangeAndCall } from "../pages/plain-session.ts";

const { hostOrigin = "" } = document.documentElement.dataset;
const connection = connect<{ getExchangeToken(): Promise<string> }>({
  messenger: new WindowMessenger({ remoteWindow: parent, allowedOrigins: [hostOrigin] }),
});
const host = await connection.promise;
await exchangeAndCall(await host.getExchangeToken());
