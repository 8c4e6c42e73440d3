/**
 * One frame and its link, from the first byte to the last.
 *
 * 1. The frame goes into the document, then the link listens: the frame's page cannot speak before this task ends.
 * 2. The frame has `loadMs` to load, then `handshakeMs` to shake hands and answer hello. When a deadline passes,
 *    `explain` (loaded then, as hardly anybody needs it) says why.
 * 3. Each `load` means another document. If one was seen since the handshake, the page that shook hands is gone, and so
 *    is its port at once. If none was, the load may be that page's own: a ping that stays unanswered tells.
 * 4. A frame taken out of the document loses its page: pending calls settle, and nothing of the bridge stays behind on
 *    the window. Put back, it loads anew and the link with it.
 * 5. Whenever the page is lost, the deadline for the next handshake runs.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { parseAddOnHello } from "@privage-addons/contracts/bridge/greeting";
import { createLink, type Link, type MethodTable } from "@privage-addons/contracts/bridge/link";
import {
  type AddOnHello,
  type HostHello,
  PROTOCOL_VERSIONS,
  versionsMeet,
} from "@privage-addons/contracts/bridge/protocol";
import type { Reporter } from "../trace/reporter.ts";

const PING_TIMEOUT_MS = 1000;

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
  let link: Link | undefined;
  let greeting = Promise.resolve(false);
  let deadline: ReturnType<typeof setTimeout> | undefined;
  let isLoaded = false;
  let hasLoadedSinceUp = false;
  let foreignOrigin: string | undefined;
  let isRefused = false;
  let isVisible = true;
  let isClosed = false;

  const expectWithin = (ms: number) => {
    clearTimeout(deadline);
    deadline = setTimeout(async () => {
      const mine = link;
      const { generation = 0, isHeard = false } = mine ?? {};
      const { explain } = await import("../failure/explain.ts");
      const error = await explain({ src: frame.src, origin, isLoaded, isHeard, foreignOrigin, isRefused });
      if (link === mine && generation === mine?.generation && !mine.isUp) fail("handshake", error);
    }, ms);
  };
  const fail = (step: "handshake" | "hello", error: AddOnError) => {
    clearTimeout(deadline);
    reporter.step(step, since, error.code);
    options.onFailed(error);
  };

  const greet = async (mine: Link): Promise<boolean> => {
    const { generation } = mine;
    const isCurrent = () => mine === link && generation === mine.generation;
    const helloSince = Date.now();
    reporter.step("handshake", since, "ok");
    try {
      const answer = parseAddOnHello(await mine.call("hello", options.hello(), { timeoutMs: handshakeMs }));
      if (!versionsMeet(answer.protocol, PROTOCOL_VERSIONS)) {
        throw new AddOnError("PROTOCOL_MISMATCH", JSON.stringify([answer.protocol, PROTOCOL_VERSIONS]));
      }
      if (!isCurrent()) return false;
      clearTimeout(deadline);
      reporter.step("hello", helloSince, "ok");
      options.onGreeted(answer);
      return true;
    } catch (cause) {
      // The bridge's own words: what an add-on writes into an error is not shown to the site's users.
      const isMismatch = isAddOnError(cause) && cause.code === "PROTOCOL_MISMATCH";
      const error = isMismatch
        ? new AddOnError("PROTOCOL_MISMATCH", "Add-on and site speak no common protocol. Update the older.", {
            cause,
          })
        : new AddOnError("HANDSHAKE_TIMEOUT", "The add-on connected but did not greet.", { cause });
      if (isCurrent()) fail("hello", error);
      return false;
    }
  };

  const open = (): Link => {
    const mine = createLink({
      role: "host",
      self: window,
      peer: () => frame.contentWindow,
      peerOrigins: [origin],
      methods: options.methods(() => greeting),
      onUp: () => {
        hasLoadedSinceUp = false;
        foreignOrigin = undefined;
        isRefused = false;
        greeting = greet(mine);
      },
      onDown: () => {
        options.onConnecting();
        expectWithin(handshakeMs);
      },
      onForeignOrigin: (got) => {
        foreignOrigin = got;
      },
      onRefused: () => {
        isRefused = true;
      },
    });
    link = mine;
    return mine;
  };
  const shut = () => {
    clearTimeout(deadline);
    const mine = link;
    link = undefined;
    mine?.close();
  };

  frame.onload = () => {
    isLoaded = true;
    reporter.step("load", since, "ok");
    const mine = link ?? open();
    if (!mine.isUp) {
      options.onConnecting();
      expectWithin(handshakeMs);
    } else if (hasLoadedSinceUp) {
      mine.restart();
    } else {
      hasLoadedSinceUp = true;
      const { generation } = mine;
      mine.call("ping", {}, { timeoutMs: PING_TIMEOUT_MS }).catch(() => {
        if (mine === link && generation === mine.generation) mine.restart();
      });
    }
  };
  const sizes = new ResizeObserver(() => {
    if (!frame.isConnected) {
      shut();
      options.onConnecting();
    } else if (isVisible !== frame.offsetHeight > 0) {
      isVisible = !isVisible;
      link?.call("visibility", { visible: isVisible }).catch(() => {});
    }
  });

  container.append(frame);
  sizes.observe(frame);
  open();
  expectWithin(loadMs);

  return {
    call: async (...call) => {
      if (isClosed || !frame.isConnected)
        throw new AddOnError("ADD_ON_GONE", "The frame is not in the document.");
      return (link ?? open()).call(...call);
    },
    close: () => {
      isClosed = true;
      frame.onload = null;
      sizes.disconnect();
      shut();
    },
  };
};
