/** The host page of the tests: the package on a global, and helpers that keep what happened. */
import { PROTOCOL_VERSIONS } from "@privage-addons/contracts/bridge";
import { createBrowserServices } from "../../../src/browser-services/index.ts";
import { defineAddOnElement } from "../../../src/element/index.ts";
import { type Connection, openConnection } from "../../../src/frame/connection.ts";
import { createFrame } from "../../../src/frame/create-frame.ts";
import * as bridge from "../../../src/index.ts";
import { completeContext } from "../../../src/mount/context.ts";
import { createReporter } from "../../../src/trace/reporter.ts";

const host = {
  ...bridge,
  createBrowserServices,
  defineAddOnElement,
  events: [] as bridge.HostEvent[],
  mints: [] as bridge.MintRequest[],
  serviceCalls: [] as { name: string; request: unknown }[],
  unhandled: [] as string[],
  /** Mounts with everything filled in, and a mint that answers `token-1`, `token-2` and so on. */
  mount: (options: Partial<bridge.MountOptions> & { src: string }) => {
    const { container = document.createElement("div") } = options;
    if (!container.isConnected) {
      container.style.height = "400px";
      document.body.append(container);
    }
    const recorded = (name: string) => (request: unknown) => {
      host.serviceCalls.push({ name, request });
      return true;
    };
    return bridge.mountAddOn({
      title: "Test add-on",
      appconnectId: 42,
      businessCode: "CAFE01",
      mint: async (request) => {
        host.mints.push(request);
        return { exchangeToken: `token-${host.mints.length}` };
      },
      context: {
        locale: "th-TH",
        user: { id: "7", name: "Anong", permissions: ["points:burn"] },
        business: { code: "CAFE01", name: "Café One", currency: "THB" },
      },
      services: { toast: (request) => void recorded("toast")(request), confirm: recorded("confirm") },
      onEvent: (event) => host.events.push(event),
      ...options,
      container,
    });
  },
};

/** A bare connection, whose calls a test can make by hand. */
const open = (src: string) => {
  const options = { src, title: "Test add-on" } as bridge.MountOptions;
  const frame = createFrame(options);
  const reporter = createReporter(undefined);
  const context = completeContext({
    businessCode: "CAFE01",
    context: {
      user: { id: "7", name: "Anong", permissions: [] },
      business: { code: "CAFE01", name: "Café One", currency: "THB" },
    },
  });
  const log: string[] = [];
  const connection: Connection = openConnection({
    frame,
    container: document.body,
    origin: new URL(src).origin,
    loadMs: 10_000,
    handshakeMs: 10_000,
    reporter,
    methods: () => ({ ping: () => undefined }),
    hello: () => ({
      protocol: PROTOCOL_VERSIONS,
      capabilities: [],
      context,
      traceparent: reporter.traceparent,
    }),
    onGreeted: () => log.push("greeted"),
    onConnecting: () => log.push("connecting"),
    onFailed: ({ code }) => log.push(code),
  });
  return { frame, connection, log };
};
/** How a call ends, and after how many ms. */
const outcome = async (call: Promise<unknown>) => {
  const since = performance.now();
  const code = await call.then(
    () => "ok",
    (error: { code: string }) => error.code,
  );
  return { code, ms: Math.round(performance.now() - since) };
};
Object.assign(window, { bare: { open, outcome } });
export type Bare = { open: typeof open; outcome: typeof outcome };

addEventListener("unhandledrejection", ({ reason }) => host.unhandled.push(String(reason)));
addEventListener("error", ({ message }) => host.unhandled.push(message));

export type TestHost = typeof host;
Object.assign(window, { host });
