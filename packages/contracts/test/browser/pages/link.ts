/**
 * One side of a link, for both test pages. `?role=host` frames `?peer=`; `?role=add-on` talks to its parent. The link's
 * life is kept on `window.side`.
 */
import { createLink, type LinkOptions } from "../../../src/bridge/index.ts";

const query = new URLSearchParams(location.search);
const role = query.get("role") === "host" ? "host" : "add-on";
const peerUrl = query.get("peer") ?? "";
const frame = document.createElement("iframe");

const log: string[] = [];
const windowMessages: { data: unknown; ports: number; origin: string; at: number }[] = [];
const unhandled: string[] = [];
let release = () => {};
const held = new Promise<void>((resolve) => {
  release = resolve;
});

addEventListener("message", ({ data, ports, origin, timeStamp }) =>
  windowMessages.push({ data, ports: ports.length, origin, at: timeStamp }),
);
addEventListener("unhandledrejection", ({ reason }) => unhandled.push(String(reason)));

const options: LinkOptions = {
  role,
  self: window,
  peer: () => (role === "host" ? frame.contentWindow : window.parent),
  peerOrigins: [query.get("trust") ?? new URL(peerUrl).origin],
  methods: {
    echo: (request) => request,
    hold: () => held,
    fail: () => {
      throw new TypeError("a secret in a stack");
    },
    unsendable: () => () => "a function cannot be cloned",
  },
  onUp: () => log.push("up"),
  onDown: () => log.push("down"),
  onForeignOrigin: (origin) => log.push(`foreign ${origin}`),
  onRefused: () => log.push("refused"),
};
let link = createLink(options);

if (role === "host") {
  frame.src = peerUrl;
  document.body.append(frame);
}

const side = {
  log,
  windowMessages,
  unhandled,
  frame,
  release: () => release(),
  get link() {
    return link;
  },
  reconnect: (pauseMs?: number) => {
    link.close();
    const again = () => {
      link = createLink(options);
    };
    if (pauseMs === undefined) again();
    else setTimeout(again, pauseMs);
  },
  /** Calls the other side; the result or the error's code, and how long it took. */
  call: async (name: string, request: unknown, timeoutMs = 20_000) => {
    const since = performance.now();
    const outcome = await link.call(name, request, { timeoutMs }).then(
      (value) => ({ code: "ok", value, message: "", stack: "" }),
      (error) => ({
        code: String(error.code),
        value: undefined,
        message: String(error.message),
        stack: String(error.cause?.stack),
      }),
    );
    return { ...outcome, ms: performance.now() - since };
  },
};

export type Side = typeof side;
Object.assign(window, { side });
