import type { AddOnError } from "@privage-addons/contracts";
import type { AddOnContext, AddOnContextPatch, EndReason } from "@privage-addons/contracts/bridge";
import { PROTOCOL_VERSIONS } from "@privage-addons/contracts/bridge/protocol";
import { failureScreen } from "../failure/failure-screen.ts";
import { type Connection, openConnection } from "../frame/connection.ts";
import { createFrame } from "../frame/create-frame.ts";
import { guarded } from "../guarded.ts";
import { type AddOnState, nextState, summaryOf } from "../lifecycle/state.ts";
import { createGate } from "../services/gate.ts";
import { createHostMethods } from "../services/host-methods.ts";
import { createTokenSupply, type TokenSupply } from "../tokens/token-supply.ts";
import { createReporter } from "../trace/reporter.ts";
import { completeContext, isSameContent, mergeContext } from "./context.ts";
import type { MountedAddOn } from "./mounted-add-on.ts";
import { checkOptions, type MountOptions } from "./options.ts";

/** An add-on has this long to acknowledge the end of its session, or a change of the user's permissions. */
const ACKNOWLEDGE_MS = 700;

/**
 * Mounts an add-on: a sandboxed iframe whose origin is pinned, a private port to it, and exchange tokens for it.
 *
 * Throws INVALID_ARGUMENT or SAME_ORIGIN_ADD_ON when the options are wrong. Everything later is a state.
 *
 * @example
 * ```ts
 * import { createPrivageMinter, mountAddOn } from "@privage-addons/host-bridge";
 *
 * const addOn = mountAddOn({
 *   container: document.body,
 *   src: "https://desk.example/",
 *   title: "Loyalty Desk",
 *   appconnectId: 42,
 *   businessCode: "CAFE01",
 *   mint: createPrivageMinter({ baseUrl: "https://core.privageapp.com", getUserToken: () => "user's JWT" }),
 *   context: {
 *     user: { id: "7", name: "Anong", permissions: ["points:burn"] },
 *     business: { code: "CAFE01", name: "Café One", currency: "THB" },
 *   },
 * });
 * addOn.subscribe((state) => state.status);
 * ```
 */
export const mountAddOn = (options: MountOptions): MountedAddOn => {
  const origin = checkOptions(options);
  const { container, mint, appconnectId, services = {}, maxHeightPx } = options;
  const { failureScreen: renderFailure = failureScreen } = options;
  const { loadMs = 20_000, handshakeMs = 10_000 } = options.deadlines ?? {};
  const reporter = createReporter(options.onEvent);
  const { traceId, traceparent } = reporter;
  const listeners = new Set<(state: AddOnState) => void>();
  let state: AddOnState = { status: "loading" };
  let known: AddOnContext | undefined;
  /** Completed once mint and frame are on their way: a browser's first look at its time zone takes 10 ms and more. */
  const context = () => {
    known ??= completeContext(options);
    return known;
  };
  let frame: HTMLIFrameElement | undefined;
  let connection: Connection | undefined;
  let tokens: TokenSupply | undefined;
  let screen: Element | undefined;
  /** The end of the session, once it was asked for. */
  let ended: ReturnType<typeof end> | undefined;
  let isSwitching = false;

  const propose = (proposed: AddOnState) => {
    const next = nextState(state, proposed);
    if (next === state) return;
    state = next;
    // A page that failed to prove itself is not shown: nobody clicks in a stranger's page.
    if (frame) frame.style.display = state.status === "failed" ? "none" : "block";
    screen?.remove();
    screen = undefined;
    // A failure screen or a listener that throws keeps no logout from the add-on, and no state from the next listener.
    if (state.status === "failed" && renderFailure) {
      const { error } = state;
      guarded(() => {
        screen = renderFailure(error, reload);
        container.append(screen);
      });
    }
    reporter.emit({ type: "state", state: summaryOf(state) });
    for (const listener of [...listeners]) guarded(() => listener(state));
  };
  const fail = (error: AddOnError) => propose({ status: "failed", error });
  /** The add-on hears it in the order it is said; before the greeting it listens to nothing, and the greeting tells all. */
  const tell = (name: string, request: unknown) => connection?.call(name, request).catch(() => {});

  const start = () => {
    const own = createFrame(options);
    const supply = createTokenSupply({
      mint,
      request: { appconnectId, businessCode: known?.business.code ?? options.businessCode, traceparent },
      now: Date.now,
      onMint: (since, error) => reporter.step("mint", since, error?.code ?? "ok"),
      onThrown: reportError,
    });
    const admit = createGate(Date.now, (error) => {
      stop();
      fail(error);
    });
    frame = own;
    tokens = supply;
    connection = openConnection({
      frame: own,
      container,
      origin,
      loadMs,
      handshakeMs,
      reporter,
      methods: (isGreeted) =>
        createHostMethods({
          services,
          frame: own,
          maxHeightPx,
          tokens: supply,
          reporter,
          isGreeted,
          admit,
        }),
      onStray: admit,
      hello: () => {
        const names = Object.keys(services) as (keyof typeof services)[];
        const capabilities = names.filter((name) => services[name]);
        return { protocol: PROTOCOL_VERSIONS, capabilities, context: context(), traceparent };
      },
      onGreeted: ({ sdkVersion }) => propose({ status: "ready", sdkVersion }),
      onConnecting: () => propose({ status: "connecting" }),
      onFailed: fail,
    });
  };
  const stop = () => {
    connection?.close();
    tokens?.close();
    frame?.remove();
    frame = connection = tokens = undefined;
  };
  const reload = () => {
    if (state.status === "unmounted") return;
    isSwitching = false;
    ended = undefined;
    stop();
    propose({ status: "loading" });
    start();
  };
  const acknowledge = (name: string, request: unknown) =>
    Promise.resolve(connection?.call(name, request, { timeoutMs: ACKNOWLEDGE_MS })).then(
      () => true,
      () => false,
    );

  const end = async (reason: EndReason) => {
    const since = Date.now();
    const ending = connection;
    tokens?.close();
    propose({ status: "ended", reason });
    const acknowledged = await acknowledge("end", { reason });
    reporter.step("end", since, acknowledged ? "ok" : "CALL_TIMEOUT", reason);
    if (connection === ending && isEnded()) {
      if (acknowledged) ending?.close();
      else stop();
    }
    return { acknowledged };
  };
  const isEnded = () => state.status === "ended" || state.status === "unmounted";
  const endSession = (reason: EndReason) => {
    // Whoever ends a session for good also ends the restart of a tenant switch under way.
    isSwitching = false;
    ended ??= end(reason);
    return ended;
  };

  const update = (patch: AddOnContextPatch) => {
    const before = context();
    const next = mergeContext(before, patch);
    const { user, business } = next;
    known = next;
    if (isSameContent(before, next)) return;
    if (business.code !== before.business.code || user.id !== before.user.id) {
      if (isEnded()) return;
      // Another business or person: the old tokens must not outlive it.
      isSwitching = true;
      ended = end("tenant-switch");
      void ended.then(() => isSwitching && reload());
    } else if (state.status === "ready" && !isSameContent(before.user.permissions, user.permissions)) {
      // Whoever is not greeted yet does nothing with permissions, and the greeting tells the new ones.
      const mine = connection;
      void acknowledge("context", next).then((isDone) => {
        if (!isDone && mine === connection && !isEnded()) reload();
      });
    } else {
      tell("context", next);
    }
  };

  // A microtask: what is unmounted in the same turn (React StrictMode) neither mints nor loads.
  queueMicrotask(() => {
    if (state.status !== "loading") return;
    start();
    setTimeout(context);
  });

  return {
    get state() {
      return state;
    },
    get context() {
      return context();
    },
    traceId,
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    update,
    navigated: (path) => {
      known = mergeContext(context(), { placement: { path } });
      tell("navigated", { path });
    },
    endSession,
    reload,
    unmount: () => {
      stop();
      propose({ status: "unmounted" });
      listeners.clear();
    },
  };
};
