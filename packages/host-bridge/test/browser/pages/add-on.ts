/**
 * An add-on by hand: the least that speaks the bridge protocol. Tests drive it through `addOn`, a global of its frame.
 * `?host=` names the host origin, which a real add-on would never take from its address.
 */
import { AddOnError } from "@privage-addons/contracts";
import {
  type AddOnContext,
  createLink,
  type HostHello,
  PROTOCOL_VERSIONS,
} from "@privage-addons/contracts/bridge";

const hostOrigin = new URLSearchParams(location.search).get("host") ?? "";
/** Misbehaviour that a test asks for. */
const mode = new URLSearchParams(location.search).get("mode");
const heard: { name: string; request: unknown }[] = [];
const ups: number[] = [];
let downs = 0;

const hear = (name: string) => (request: unknown) => {
  heard.push({ name, request });
};

const connect = () =>
  createLink({
    role: "add-on",
    self: window,
    peer: () => window.parent,
    peerOrigins: [hostOrigin],
    methods: {
      hello: (request) => {
        hear("hello")(request);
        if (mode === "silent") return new Promise(() => {});
        if (mode === "leaves") {
          // As a page that gives up: the port closes once the answer has had its time.
          setTimeout(() => link.close(), 100);
          throw new AddOnError("PROTOCOL_MISMATCH", "The host speaks 1 to 1.");
        }
        if (mode === "malformed") return { protocol: "1", sdkVersion: {} };
        return { protocol: mode === "future" ? { min: 7, max: 9 } : PROTOCOL_VERSIONS, sdkVersion: "test" };
      },
      context: hear("context"),
      navigated: hear("navigated"),
      visibility: hear("visibility"),
      end: hear("end"),
      ping: () => undefined,
      hold: () => new Promise(() => {}),
    },
    onUp: () => ups.push(Date.now()),
    onDown: () => {
      downs++;
    },
  });

let link = connect();

const addOn = {
  heard,
  ups,
  get downs() {
    return downs;
  },
  get hello() {
    return heard.findLast(({ name }) => name === "hello")?.request as HostHello | undefined;
  },
  get context() {
    return heard.findLast(({ name }) => name === "context")?.request as AddOnContext | undefined;
  },
  get link() {
    return link;
  },
  /** Calls the host; an error comes back as its data, so that it can leave the browser. */
  call: (name: string, request: unknown, timeoutMs = 20_000) =>
    link.call(name, request, { timeoutMs }).then(
      (value) => ({ value, code: "ok" }),
      (error: { code: string; message: string }) => ({ code: error.code, message: error.message }),
    ),
  reconnect: () => {
    link.close();
    link = connect();
  },
};

export type TestAddOn = typeof addOn;
Object.assign(window, { addOn });
