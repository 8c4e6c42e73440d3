/**
 * Connecting to the Management Site, from inside its iframe (steps of the bridge protocol, contracts `bridge/protocol.ts`).
 *
 * 1. A link to the parent window is opened, for the given host origins only; it reconnects by itself for ever after.
 * 2. The host says `hello`. It is answered with this SDK's versions, or refused with PROTOCOL_MISMATCH. Now there is a
 *    context, and `connectToHost` resolves; the exchange of the token goes on meanwhile, and calls wait for it.
 * 3. `context`, `navigated` and `visibility` arrive live. `end` ends the session for good and is answered at once.
 *
 * A host that reconnects says `hello` again: tokens are kept, context and grants are those of the new hello.
 */
import { AddOnError } from "@privage-addons/contracts";
import {
  type AddOnContext,
  type AddOnHello,
  createLink,
  type HandoffReport,
  type HostHello,
  type Link,
  type LinkOptions,
  PROTOCOL_VERSIONS,
  parseContext,
  parseEndReason,
  parseHostHello,
  parsePath,
  parseVisible,
  versionsMeet,
} from "@privage-addons/contracts/bridge";
import { createHost } from "../host/host-services.ts";
import { systemClock } from "../session/clock.ts";
import { browserPage } from "../session/page.ts";
import type { Ports } from "../session/ports.ts";
import { createSession } from "../session/session.ts";
import { createStore, type Store } from "../store.ts";
import { SDK_VERSION } from "../version.ts";
import type { AddOn } from "./add-on.ts";
import { checkHostOrigins, readHostOrigins } from "./host-origins.ts";
import { pageConnection } from "./page-connection.ts";
import { createStepReports } from "./step-reports.ts";

const HANDSHAKE_MS = 15_000;
/** How long the host has to take a refusal before the port closes. */
const REFUSAL_MS = 1_000;

/** The platform's parts may be replaced: for tests, and for pages that wrap them. */
export interface ConnectOptions extends Partial<Ports> {
  /** Exact origins of the Management Site; from the page's `privage-host-origins` meta element when absent. */
  readonly hostOrigins?: readonly string[];
  /** Prefix of every Privage path: the BFF's pass-through, `"/privage"` (default), or `"https://core.privageapp.com"`. */
  readonly apiBaseUrl?: string;
  /** How long to wait for the host's hello, in milliseconds; 15,000 when absent. */
  readonly handshakeTimeoutMs?: number;
  /** Each finished step with its duration; the host's inspector gets the same. Never holds a token. */
  readonly onEvent?: (report: HandoffReport) => void;
  readonly openLink?: (options: Omit<LinkOptions, "role" | "self" | "peer">) => Link;
}

/**
 * Connects the add-on to the Management Site that frames it. Every call on a page gives the same connection, until
 * {@link AddOn.disconnect}; the options of the first call hold.
 *
 * Rejects with HANDSHAKE_TIMEOUT, ORIGIN_MISMATCH (`details.got`), PROTOCOL_MISMATCH, or INVALID_ARGUMENT.
 *
 * @example
 * ```ts
 * import { connectToHost, createPrivageClient } from "@privage-addons/addon-sdk";
 *
 * const addOn = await connectToHost({ hostOrigins: ["https://manage.privageapp.com"], apiBaseUrl: "/privage" });
 * const privage = createPrivageClient(addOn.session);
 * ```
 */
export const connectToHost = (options: ConnectOptions = {}): Promise<AddOn> =>
  pageConnection((forget) => openConnection(options, forget));

/** A connection of its own, whatever else the page has: for {@link connectToHost}, and for the testing kit. */
export const openConnection = (options: ConnectOptions, onClosed = () => {}): Promise<AddOn> =>
  new Promise((resolve, reject) => {
    const {
      hostOrigins = readHostOrigins(),
      apiBaseUrl = "/privage",
      handshakeTimeoutMs = HANDSHAKE_MS,
      onEvent,
      openLink = (own) => createLink({ ...own, role: "add-on", self: window, peer: () => parent }),
      clock = systemClock,
      page = browserPage,
      random = Math.random,
      fetch = (...request) => globalThis.fetch(...request),
    } = options;
    checkHostOrigins(hostOrigins);
    const pathListeners = new Set<(path: string) => void>();
    let hello: HostHello | undefined;
    let context: Store<AddOnContext> | undefined;
    let isShown = true;

    // Async: what a listener throws reaches the page's `unhandledrejection`, and no call.
    const reports = createStepReports(clock, async (report) => {
      link.call("report", report).catch(() => {});
      onEvent?.(report);
    });
    const { session, start, end } = createSession(
      { fetch, clock, random, page: { ...page, isVisible: () => isShown && page.isVisible() } },
      apiBaseUrl,
      async (reason) => {
        // The link's own 10 s: more than the host gives a mint.
        const answer = await link.call("getExchangeToken", { reason });
        const { exchangeToken } = Object(answer) as { exchangeToken?: unknown };
        if (typeof exchangeToken === "string") return exchangeToken;
        throw new AddOnError("INTERNAL", "The host gave no token.");
      },
      () => hello?.traceparent ?? "",
      reports.onAnswer,
    );

    const disconnect = () => {
      end("disconnected");
      link.close();
      onClosed();
    };
    /** Gives up, unless the host was greeted already. */
    const refuse = (error: AddOnError) => {
      if (!hello) {
        cancelTimer();
        disconnect();
        reject(error);
      }
    };
    const cancelTimer = clock.setTimer(
      () => refuse(new AddOnError("HANDSHAKE_TIMEOUT", "The host said no hello.")),
      handshakeTimeoutMs,
    );
    const mismatch = (got: string, wanted: string) => {
      // A tab of its own is its own parent.
      const where = globalThis.parent === globalThis.self ? " This page is in no frame." : "";
      const message = `Got ${got}, wanted ${wanted}.${where}`;
      refuse(new AddOnError("ORIGIN_MISMATCH", message, { details: { got, wanted } }));
    };

    const onHello = (request: unknown): AddOnHello => {
      // Versions first: another version's hello may have another shape.
      const { protocol } = request as HostHello;
      if (!versionsMeet(protocol, PROTOCOL_VERSIONS)) {
        const error = new AddOnError(
          "PROTOCOL_MISMATCH",
          `The host speaks ${protocol.min} to ${protocol.max}.`,
        );
        // Later: a port that closes takes the answer with it.
        clock.setTimer(() => refuse(error), REFUSAL_MS);
        throw error;
      }
      hello = parseHostHello(request);
      cancelTimer();
      if (context) context.set(hello.context);
      else {
        context = createStore(hello.context);
        session.subscribe(reports.onState);
        start();
        resolve({
          session,
          context,
          host: createHost(
            (call, timeoutMs) => link.call("service", call, { timeoutMs }),
            (name) => hello?.capabilities.includes(name) === true,
          ),
          onNavigated: (listener) => {
            pathListeners.add(listener);
            return () => pathListeners.delete(listener);
          },
          resize: async (heightPx) => {
            await link.call("resize", { heightPx });
          },
          disconnect,
        });
      }
      return { protocol: PROTOCOL_VERSIONS, sdkVersion: SDK_VERSION };
    };

    const link = openLink({
      peerOrigins: hostOrigins,
      methods: {
        hello: onHello,
        context: (request) => context?.set(parseContext(request)),
        navigated: (request) => {
          const path = parsePath(request);
          const known = context?.get();
          if (known) context?.set({ ...known, placement: { ...known.placement, path } });
          for (const listener of pathListeners) listener(path);
        },
        visibility: (request) => {
          isShown = parseVisible(request);
        },
        end: (request) => end(parseEndReason(request)),
        ping: () => {},
      },
      onUp: () => {},
      onDown: () => {},
      onForeignOrigin: (got) => mismatch(got, hostOrigins.join(" ")),
      onRefused: () => mismatch(globalThis.origin, "the host's choice"),
    });
  });
