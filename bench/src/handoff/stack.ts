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

export const startStack = async (contenders: readonly Contender[]): Promise<Stack> => {
  const hostPages = new Map<string, string>();
  const hostServer = await startTestServer(({ path }) => ({ body: hostPages.get(path) ?? "" }));
  const hostOrigin = `http://localhost:${portOf(hostServer.url)}`;
  const sitePorts = new Map<string, number>();
  for (const { key } of contenders) sitePorts.set(key, await freePort());
  const originOf = (key: string): string => `http://127.0.0.1:${sitePorts.get(key)}`;

  const simulators = await startSimulators({
    corsOrigins: [hostOrigin, ...contenders.map(({ key }) => originOf(key))],
  });
  const privageUrl = simulators.privage.url;
  const network = await startDelayingSocks();
  const serverNetwork = await startDelayingPort(portOf(privageUrl));

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
      privageUrl: server === "bff-near" ? privageUrl : `http://127.0.0.1:${serverNetwork.port}`,
    };
    servers.push(
      await startServer(`handoff/servers/${server === "plain" ? "plain-site" : "bff"}.ts`, config),
    );
    hostPages.set(`/${key}`, await hostPage(host, privageUrl));
  }
  const signedIn = (await postJson(`${privageUrl}/_sim/sign-in`, { staff_id: "staff-owner" })) as {
    user_jwt: string;
  };

  return {
    socksUrl: `socks5://127.0.0.1:${network.port}`,
    privageUrl,
    userToken: signedIn.user_jwt,
    hostUrl: ({ key }) => `${hostOrigin}/${key}`,
    addOnUrl: ({ key }) => `${originOf(key)}/`,
    setRoundTrip: (ms) => {
      network.setRoundTrip(ms);
      serverNetwork.setRoundTrip(ms);
    },
    warmUp: async ({ key, server }) => {
      if (server === "plain") return;
      await postJson(`${originOf(key)}/privage/v1/auth-connect/renew-token`, { refresh_token: "none" });
    },
    close: async () => {
      await Promise.all(servers.map((server) => server.stop()));
      await Promise.all([network.close(), serverNetwork.close(), hostServer.close(), simulators.close()]);
      for (const folder of folders) removeAddOn(folder);
    },
  };
};
