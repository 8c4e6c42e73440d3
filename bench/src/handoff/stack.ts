/**
 * Everything a handoff needs: the Management Site on `localhost`, each contender's add-on on `127.0.0.1` (another site for
 * the browser) and Privage. The browser reaches all of them through one network, and so does each BFF reach Privage; a
 * contender served by `bff-near` reaches Privage without delay.
 */
import { startSimulators } from "@privage-addons/simulator";
import { type ServerProcess, startServer } from "../harness/child.ts";
import { startDelayingPort, startDelayingSocks } from "../network/delaying-proxy.ts";
import { freePort } from "../network/free-port.ts";
import { startTestServer } from "../network/test-server.ts";
import { startTlsFront, type TlsFront } from "../network/tls-front.ts";
import type { Contender } from "./contenders.ts";
import { copyBuild, hostPage, removeAddOn, writeAddOn } from "./pages.ts";
import type { SiteConfig } from "./site-config.ts";

export interface Stack {
  /** What the browser is told to use as its network. */
  readonly socksUrl: string;
  readonly privageUrl: string;
  readonly userToken: string;
  hostUrl(contender: Contender): string;
  addOnUrl(contender: Contender): string;
  setRoundTrip(ms: number): void;
  /** A BFF that serves a whole platform has open connections to it; here it may just have been idle for too long. */
  warmUp(contender: Contender): Promise<void>;
  close(): Promise<void>;
}

const portOf = (url: string): number => Number(new URL(url).port);

const postJson = async (url: string, body: unknown): Promise<unknown> => {
  const headers = { "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body: JSON.stringify(body) });
  return response.json();
};

/** What the browser sees of a server: the server itself, or HTTP/2 over TLS in front of it. */
export type Scheme = "http" | "https";

export const startStack = async (
  contenders: readonly Contender[],
  scheme: Scheme = "http",
): Promise<Stack> => {
  const fronts: TlsFront[] = [];
  /** The port for the browser. */
  const faceOf = async (port: number): Promise<number> => {
    if (scheme === "http") return port;
    const front = await startTlsFront(port);
    fronts.push(front);
    return front.port;
  };
  const hostPages = new Map<string, string>();
  const hostServer = await startTestServer(({ path }) => ({ body: hostPages.get(path) ?? "" }));
  const hostOrigin = `${scheme}://localhost:${await faceOf(portOf(hostServer.url))}`;
  const sitePorts = new Map<string, number>();
  const origins = new Map<string, string>();
  for (const { key } of contenders) {
    const port = await freePort();
    sitePorts.set(key, port);
    origins.set(key, `${scheme}://127.0.0.1:${await faceOf(port)}`);
  }

  const simulators = await startSimulators({
    corsOrigins: [hostOrigin, ...origins.values()],
  });
  const innerPrivageUrl = simulators.privage.url;
  const privageUrl = `${scheme}://127.0.0.1:${await faceOf(portOf(innerPrivageUrl))}`;
  const network = await startDelayingSocks();
  const serverNetwork = await startDelayingPort(portOf(innerPrivageUrl));

  const servers: ServerProcess[] = [];
  const folders: string[] = [];
  for (const { key, addOn, server, host } of contenders) {
    const data = { "privage-url": privageUrl, "host-origin": hostOrigin };
    const staticDir = "folder" in addOn ? copyBuild(addOn.folder) : await writeAddOn({ ...addOn, data });
    folders.push(staticDir);
    const config: SiteConfig = {
      port: sitePorts.get(key) ?? 0,
      staticDir,
      hostOrigin,
      privageUrl: server === "bff-near" ? innerPrivageUrl : `http://127.0.0.1:${serverNetwork.port}`,
    };
    servers.push(
      await startServer(`handoff/servers/${server === "plain" ? "plain-site" : "bff"}.ts`, config),
    );
    hostPages.set(`/${key}`, await hostPage(host, privageUrl));
  }
  const signedIn = (await postJson(`${innerPrivageUrl}/_sim/sign-in`, { staff_id: "staff-owner" })) as {
    user_jwt: string;
  };

  return {
    socksUrl: `socks5://127.0.0.1:${network.port}`,
    privageUrl,
    userToken: signedIn.user_jwt,
    hostUrl: ({ key }) => `${hostOrigin}/${key}`,
    addOnUrl: ({ key }) => `${origins.get(key)}/`,
    setRoundTrip: (ms) => {
      network.setRoundTrip(ms);
      serverNetwork.setRoundTrip(ms);
    },
    warmUp: async ({ key, server }) => {
      if (server === "plain") return;
      await postJson(`http://127.0.0.1:${sitePorts.get(key)}/privage/v1/auth-connect/renew-token`, {
        refresh_token: "none",
      });
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await Promise.all(fronts.map((front) => front.close()));
      await Promise.all([network.close(), serverNetwork.close(), hostServer.close(), simulators.close()]);
      for (const folder of folders) removeAddOn(folder);
    },
  };
};
