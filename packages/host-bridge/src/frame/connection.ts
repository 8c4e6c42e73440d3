/**
 * One frame and its link, from the first byte to the last.
 *
 * 1. The frame goes into the document, then the link listens: the frame's page cannot speak before this task ends.
 * 2. The frame has `loadMs` to load, then `handshakeMs` to shake hands and answer hello. When a deadline passes, the
 *    greeting fails, or one of the two is at a wrong origin, `explain` (loaded then, as hardly anybody needs it) says why.
 * 3. Each `load` means another document. If one was seen since the handshake, the page that shook hands is gone, and so
 *    is its port at once. If none was, the load may be that page's own: a ping that stays unanswered tells. It is
 *    given less time where a load was unclaimed at the handshake: that was the page's own, then, come before its first word.
 * 4. A frame taken out of the document loses its page: pending calls settle, and nothing of the bridge stays behind on
 *    the window. Put back, it loads anew and the link with it.
 * 5. Whenever the page is lost, the deadline for the next handshake runs.
 */

import { parseAddOnHello } from "@privage-addons/contracts/bridge/greeting";
import { createLink, type Link, type MethodTable } from "@privage-addons/contracts/bridge/link";
import type { AddOnHello, HostHello } from "@privage-addons/contracts/bridge/protocol";
import { AddOnError } from "@privage-addons/contracts/errors";
import type { Evidence, Explanation } from "../failure/explain.ts";
import type { Reporter } from "../trace/reporter.ts";

/** A page's own load comes after its handshake: its first rendering may keep it busy for seconds, on a slow phone. */
const OWN_LOAD_PING_MS = 5000;
/** Its own load came before: this one is another page's, most likely. */
const OTHER_LOAD_PING_MS = 1000;
/** While a call is under way. */
const LOOK_MS = 250;

export interface ConnectionOptions {
  readonly frame: HTMLIFrameElement;
  readonly container: HTMLElement;
  /** The pinned origin. */
  readonly origin: string;
  /** In ms. */
  readonly loadMs: number;
  readonly handshakeMs: number;
  readonly reporter: Reporter;
  readonly methods: (isGreeted: () => Promise<boolean>) => MethodTable;
  /** As `LinkOptions.onStray`. */
  readonly onStray?: () => void;
  readonly hello: () => HostHello;
  readonly onGreeted: (hello: AddOnHello) => void;
  /** The page is loaded but not connected, or no longer. */
  readonly onConnecting: () => void;
  readonly onFailed: (error: AddOnError) => void;
}

export interface Connection {
  /** As {@link Link.call}. */
  readonly call: Link["call"];
  /** Settles what is pending; leaves no listener, timer or port. The frame stays. */
  close(): void;
}

export const openConnection = (options: ConnectionOptions): Connection => {
  const { frame, container, origin, loadMs, handshakeMs, reporter } = options;
  const since = Date.now();
  let evidence: Omit<Evidence, "frame" | "origin"> = {};
  let greeting = Promise.resolve(false);
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let hasLoadedSinceUp = false;
  /** A load of which no page that shook hands is known to be the cause. */
  let hasUnclaimedLoad = false;
  let pingMs = OWN_LOAD_PING_MS;
  let isVisible = true;
  let isTakenOut = false;

  const fail = async (step: "handshake" | "hello") => {
    const { generation, isUp } = link;
    const { cause } = evidence;
    const { code, message, details } = await import("../failure/explain.ts").then(
      ({ explain }) => explain({ ...evidence, frame, origin }),
      (): Explanation => ({ code: "HANDSHAKE_TIMEOUT", message: "The add-on did not connect." }),
    );
    // The explanation takes its time: meanwhile the page may have connected or gone, and another frame come in its place.
    if (!frame.isConnected || generation !== link.generation || isUp !== link.isUp) return;
    reporter.step(step, since, code);
    options.onFailed(new AddOnError(code, message, { cause, details }));
  };
  const expectWithin = (ms: number) => {
    clearTimeout(deadline);
    // Who is at a wrong origin, or says so of us, need not be waited for.
    const isClear = evidence.foreignOrigin || evidence.isRefused;
    deadline = setTimeout(fail, isClear ? 0 : ms, "handshake");
  };
  const expectHandshake = () => {
    options.onConnecting();
    expectWithin(handshakeMs);
  };

  const greet = async (): Promise<boolean> => {
    const { generation } = link;
    const helloSince = Date.now();
    reporter.step("handshake", since, "ok");
    try {
      const hello = parseAddOnHello(await link.call("hello", options.hello(), { timeoutMs: handshakeMs }));
      reporter.step("hello", helloSince, "ok");
      options.onGreeted(hello);
      return true;
    } catch (cause) {
      if (generation === link.generation) {
        // Until the next handshake: an add-on that gives up says goodbye, and its silence afterwards has this same cause.
        evidence = { ...evidence, cause };
        void fail("hello");
      }
      return false;
    }
  };

  container.append(frame);
  const link = createLink({
    role: "host",
    self: window,
    peer: () => frame.contentWindow,
    peerOrigins: [origin],
    methods: options.methods(() => greeting),
    onStray: options.onStray,
    onUp: () => {
      clearTimeout(deadline);
      hasLoadedSinceUp = false;
      pingMs = hasUnclaimedLoad ? OTHER_LOAD_PING_MS : OWN_LOAD_PING_MS;
      hasUnclaimedLoad = false;
      evidence = { isLoaded: true };
      greeting = greet();
    },
    onDown: expectHandshake,
    onForeignOrigin: (foreignOrigin) => {
      if (foreignOrigin === evidence.foreignOrigin) return;
      evidence = { ...evidence, foreignOrigin };
      expectWithin(0);
    },
    onRefused: () => {
      evidence = { ...evidence, isRefused: true };
      expectWithin(0);
    },
  });
  expectWithin(loadMs);

  const comeBack = () => {
    if (!isTakenOut || !frame.isConnected) return;
    isTakenOut = false;
    link.restart();
  };
  const shut = () => {
    clearTimeout(deadline);
    link.close();
  };

  frame.onload = () => {
    evidence = { ...evidence, isLoaded: true };
    reporter.step("load", since, "ok");
    comeBack();
    hasUnclaimedLoad = true;
    if (!link.isUp) {
      expectHandshake();
    } else if (hasLoadedSinceUp) {
      link.restart();
    } else {
      hasLoadedSinceUp = true;
      const { generation } = link;
      // A page that has not greeted yet has the deadline of its greeting.
      greeting
        .then((isGreeted) => isGreeted && link.call("ping", {}, { timeoutMs: pingMs }))
        .then(
          () => {
            if (generation === link.generation) hasUnclaimedLoad = false;
          },
          () => {
            if (generation === link.generation) link.restart();
          },
        );
    }
  };
  const look = () => {
    if (isTakenOut) return;
    if (!frame.isConnected) {
      isTakenOut = true;
      shut();
      options.onConnecting();
    } else if (isVisible !== frame.offsetHeight > 0) {
      isVisible = !isVisible;
      link.call("visibility", { visible: isVisible }).catch(() => {});
    }
  };
  const sizes = new ResizeObserver(look);
  sizes.observe(frame);

  return {
    call: (...call) => {
      comeBack();
      // A frame that is hidden, or not painted yet, is taken out without a change of its size.
      const looking = setInterval(look, LOOK_MS);
      return link.call(...call).finally(() => clearInterval(looking));
    },
    close: () => {
      frame.onload = null;
      sizes.disconnect();
      shut();
    },
  };
};
