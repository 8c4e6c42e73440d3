/** A host page made of the real link and nothing else: the host's half of the bridge contract. */
import { createLink, type Link, PROTOCOL_VERSIONS } from "@privage-addons/contracts/bridge";
import type { HostHalf } from "@privage-addons/test-support/bridge-contract/browser-harness";

const params = new URLSearchParams(location.search);
const addOnOrigin = params.get("add-on") ?? "";
const privage = params.get("privage") ?? "";
const userJwt = params.get("jwt") ?? "";

const services: Record<string, () => unknown> = { toast: () => undefined, confirm: () => true };
const context = {
  locale: "th-TH",
  timeZone: "Asia/Bangkok",
  theme: { colorScheme: "light", variables: {} },
  user: { id: "7", name: "Anong", permissions: [] },
  business: { code: "CAFE01", name: "Café", currency: "THB" },
  placement: { area: "page", path: "/" },
  environment: "test",
};

/** As of a later site, when a test asks for one. */
const protocol = params.has("later") ? { min: 7, max: 9 } : PROTOCOL_VERSIONS;

const frame = document.createElement("iframe");
let handedOut = 0;
/** How the latest hello ended. */
let greeting = Promise.resolve("");
let link: Link | undefined;

const mint = async () => {
  const response = await fetch(`${privage}/v1/auth-connect/exchange-token`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${userJwt}` },
    body: JSON.stringify({ appconnect_id: 42, business_code: "CAFE01" }),
  });
  return ((await response.json()) as { exchange_token: string }).exchange_token;
};

const open = () => {
  const own = createLink({
    role: "host",
    self: window,
    peer: () => frame.contentWindow,
    peerOrigins: [addOnOrigin],
    methods: {
      getExchangeToken: async () => {
        handedOut++;
        return { exchangeToken: await mint() };
      },
      service: (call) => services[(call as { name: string }).name]?.(),
      report: () => {},
      resize: () => {},
      ping: () => {},
    },
    onUp: () => {
      greeting = own
        .call("hello", {
          protocol,
          capabilities: Object.keys(services),
          context,
          traceparent: "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
        })
        .then(
          () => "ok",
          (error: { code: string }) => error.code,
        );
    },
    onDown: () => {},
  });
  link = own;
};

const hostHalf: HostHalf = {
  update: (patch) => link?.call("context", { ...context, ...patch }),
  navigated: (path) => link?.call("navigated", { path }),
  endSession: (reason) => link?.call("end", { reason }),
  handedOut: () => handedOut,
};
export const testHost = { goAway: () => link?.close(), comeBack: open, greeting: () => greeting };
export type TestHost = typeof testHost;

Object.assign(window, { hostHalf, testHost });
open();
frame.src = `${addOnOrigin}/`;
document.body.append(frame);
