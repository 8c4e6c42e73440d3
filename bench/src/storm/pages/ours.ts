/** Our session, with the host replaced by a function that mints: the bridge is not what is stormed here. */
import { connectToHost } from "@privage-addons/addon-sdk";
import { type HostHello, PROTOCOL_VERSIONS } from "@privage-addons/contracts/bridge";
import { ACCESS_TOKEN_LIFE_SECONDS, API_CALL } from "../storm-page.ts";
import { offerStorm } from "./offer.ts";

let aheadMs = 0;
const clock = {
  now: () => Date.now() + aheadMs,
  monotonic: () => performance.now() + aheadMs,
  setTimer: (callback: () => void, delayMs: number) => {
    const timer = setTimeout(callback, Math.min(delayMs, 0x7fffffff));
    return () => clearTimeout(timer);
  },
};

const HELLO: HostHello = {
  protocol: PROTOCOL_VERSIONS,
  capabilities: [],
  traceparent: `00-${"1".repeat(32)}-${"2".repeat(16)}-01`,
  context: {
    locale: "th-TH",
    timeZone: "Asia/Bangkok",
    theme: { colorScheme: "light", variables: {} },
    user: { id: "7", name: "Anong", permissions: [] },
    business: { code: "CAFE01", name: "Café One", currency: "THB" },
    placement: { area: "page", path: "/" },
    environment: "test",
  },
};

const mint = async () => ({ exchangeToken: (await (await fetch("/mint")).json()).exchange_token });

offerStorm(
  async () => {
    const { session } = await connectToHost({
      hostOrigins: [location.origin],
      apiBaseUrl: "/privage",
      clock,
      openLink: ({ methods }) => {
        queueMicrotask(() => methods["hello"]?.(HELLO));
        return {
          isUp: true,
          generation: 1,
          call: (name) => (name === "getExchangeToken" ? mint() : Promise.resolve(undefined)),
          restart: () => {},
          close: () => {},
        };
      },
    });
    await session.getAccessToken();
    // The others have no deadline, and the last of 10,000 calls may be later than our usual one of 20 s.
    return async () => (await session.fetch(API_CALL, { timeoutMs: 600_000 })).status;
  },
  () => {
    aheadMs += (ACCESS_TOKEN_LIFE_SECONDS + 1) * 1000;
  },
);
