/** A shop's counter under fire: simulators, BFF, Management Site and add-on in Chromium, and faults on every platform call. */
import type { Browser, Page } from "@playwright/test";
import { type FaultOrder, type LoggedRequest, startSimulators } from "@privage-addons/simulator";
import type { HostPage } from "../handoff/mount-request.ts";
import { hostPage, removeAddOn, writeAddOn } from "../handoff/pages.ts";
import { startServer } from "../harness/child.ts";
import { startTestServer } from "../network/test-server.ts";
import type { Deed, Outcome } from "./outcome.ts";
import type { CounterAddOn } from "./pages/add-on.ts";
import type { CounterConfig } from "./servers/bff.ts";

export interface Counter {
  carryOut(deeds: readonly Deed[]): Promise<readonly Outcome[]>;
  sessionStatus(): Promise<string>;
  /** Access tokens expire at the platform; nobody tells the add-on. */
  expireAccessTokens(): Promise<void>;
  reloadFrame(): Promise<void>;
  arm(faults: readonly FaultOrder[]): Promise<void>;
  disarm(): Promise<void>;
  faultsInjected(): Promise<number>;
  /** How often the ledger has each `ref_no`. */
  ledger(): Promise<ReadonlyMap<string, number>>;
  close(): Promise<void>;
}

const LIFE_SECONDS = 900;
const BOOTSTRAP = "handoff/pages/add-on-ours-bootstrap.ts";

const send = async (url: string, method: "GET" | "POST" | "DELETE", body?: unknown): Promise<unknown> => {
  const response = await fetch(url, { method, ...(body !== undefined && { body: JSON.stringify(body) }) });
  return response.json();
};

export const openCounter = async (browser: Browser): Promise<Counter> => {
  let page = "";
  const hostServer = await startTestServer(() => ({ body: page }));
  const hostOrigin = hostServer.url.replace("127.0.0.1", "localhost");
  const simulators = await startSimulators({
    corsOrigins: [hostOrigin],
    accessTokenLifeSeconds: LIFE_SECONDS,
  });
  const { privage, partner } = simulators;
  const staticDir = await writeAddOn({ inline: BOOTSTRAP, main: ["resilience/pages/add-on.ts"] });
  const config: CounterConfig = { staticDir, hostOrigin, privageUrl: privage.url, partnerUrl: partner.url };
  const bff = await startServer("resilience/servers/bff.ts", config);
  page = await hostPage("handoff/pages/host-ours.ts", privage.url);
  const signedIn = (await send(`${privage.url}/_sim/sign-in`, "POST", { staff_id: "staff-owner" })) as {
    user_jwt: string;
  };

  const context = await browser.newContext();
  const tab: Page = await context.newPage();
  await tab.goto(hostOrigin);
  const mount = () =>
    tab.evaluate((request) => (globalThis as unknown as { bench: HostPage }).bench.mount(request), {
      src: `http://127.0.0.1:${bff.port}/`,
      privageUrl: privage.url,
      userToken: signedIn.user_jwt,
      until: "message" as const,
    });
  await mount();
  const frame = () => {
    const found = tab.frames().find((each) => each !== tab.mainFrame());
    if (!found) throw new Error("The add-on has no frame.");
    return found;
  };
  const platforms = [privage.url, partner.url];

  return {
    carryOut: (deeds) =>
      frame().evaluate(
        (all) => (globalThis as unknown as { counter: CounterAddOn }).counter.carryOut(all),
        deeds,
      ),
    sessionStatus: () =>
      frame().evaluate(() => (globalThis as unknown as { counter: CounterAddOn }).counter.status),
    expireAccessTokens: async () => {
      await send(`${privage.url}/_sim/clock`, "POST", { advanceSeconds: LIFE_SECONDS + 1 });
    },
    reloadFrame: async () => {
      await tab.evaluate(() => (globalThis as unknown as { bench: HostPage }).bench.unmountAll());
      await mount();
    },
    arm: async (faults) => {
      for (const url of platforms) {
        for (const order of faults) await send(`${url}/_sim/faults`, "POST", order);
      }
    },
    disarm: async () => {
      for (const url of platforms) await send(`${url}/_sim/faults`, "DELETE");
    },
    faultsInjected: async () => {
      const logs = await Promise.all(platforms.map((url) => send(`${url}/_sim/requests`, "GET")));
      const requests = logs.flatMap((log) => (log as { requests: readonly LoggedRequest[] }).requests);
      return requests.filter(({ fault }) => fault !== null).length;
    },
    ledger: async () => {
      const { movements } = (await send(`${privage.url}/_sim/ledger`, "GET")) as {
        movements: readonly { readonly ref_no: string }[];
      };
      const times = new Map<string, number>();
      for (const { ref_no } of movements) times.set(ref_no, (times.get(ref_no) ?? 0) + 1);
      return times;
    },
    close: async () => {
      await context.close();
      await bff.stop();
      await Promise.all([hostServer.close(), simulators.close()]);
      removeAddOn(staticDir);
    },
  };
};
