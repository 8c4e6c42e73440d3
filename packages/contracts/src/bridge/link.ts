/**
 * A link: one side's lasting connection to the other, over as many penpal connections as it takes.
 *
 * penpal connects once. When the frame reloads, is removed or navigates, its pending calls never settle, and a side that
 * was told DESTROY never answers again. A link therefore counts generations: each is one penpal connection with its own
 * messenger, and the window listener stays. A generation ends when
 *
 * - the peer says SYN with another id (it reloaded or reconnected),
 * - the peer says DESTROY (it disconnected, or its own link restarted),
 * - the owner restarts the link (a frame `load` whose ping stayed unanswered),
 *
 * and then every call under way on it is rejected with HOST_GONE or ADD_ON_GONE and the next generation starts. Calls made
 * while no generation is up wait for one, within their deadline.
 *
 * A SYN from a foreign origin is answered with REFUSE, so that the other side can say why nothing happens. It tells no
 * more than a SYN does: that somebody here speaks this protocol.
 *
 * Answers cross as data: `{ ok: true, value }` or `{ ok: false, error: { code, message, retryable } }`, never as thrown
 * errors, because penpal would send their stacks. Methods live on a null-prototype table.
 */
import { connect, type Message } from "penpal";
import { AddOnError, isAddOnError } from "../errors/add-on-error.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { createFrameMessenger, type FrameMessenger, type LinkRole } from "./frame-messenger.ts";
import { BRIDGE_CHANNEL } from "./protocol.ts";

interface PendingCall {
  isSent: boolean;
  readonly send: () => void;
  readonly fail: (error: AddOnError) => void;
}
type Invoke = (name: string, request: unknown) => Promise<Answer>;

/** What a side answers to, by name. A method may throw an AddOnError; anything else thrown crosses as INTERNAL. */
export type MethodTable = Readonly<Record<string, (request: unknown) => unknown>>;

export interface LinkOptions {
  readonly role: LinkRole;
  readonly self: Window;
  /** The other window; asked again at each message, as an iframe has none before it is in the document. */
  readonly peer: () => Window | null | undefined;
  /** Exact origins, e.g. `"https://desk.example"`. */
  readonly peerOrigins: readonly string[];
  readonly methods: MethodTable;
  /** A generation is up: the other side can be called. */
  readonly onUp: () => void;
  /** The generation that was up is gone; the next one is being tried. */
  readonly onDown: () => void;
  /** The peer's window spoke our protocol from an origin that is not in `peerOrigins`. */
  readonly onForeignOrigin?: (origin: string) => void;
  /** The peer, at one of `peerOrigins`, refuses this page's own origin. */
  readonly onRefused?: () => void;
}

export interface CallOptions {
  /** Default: {@link DEFAULT_CALL_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
}

export interface Link {
  readonly isUp: boolean;
  /** How many penpal connections there have been, the current one included. */
  readonly generation: number;
  /** Whether the peer has said anything since this generation began. */
  readonly isHeard: boolean;
  /**
   * Calls a method of the other side. Rejects with the other side's error, CALL_TIMEOUT, INVALID_ARGUMENT when the request
   * cannot be cloned, or the gone code (HOST_GONE for the add-on, ADD_ON_GONE for the host); it never stays pending.
   */
  call(name: string, request: unknown, options?: CallOptions): Promise<unknown>;
  /** Drops the current generation and starts the next. */
  restart(): void;
  /** Says DESTROY, settles every pending call, leaves no listener and no port. Idempotent. */
  close(): void;
}

/** Deadline of a call that names none, in ms. */
export const DEFAULT_CALL_TIMEOUT_MS = 10_000;

/** A peer reconnects a few times in its life; more SYNs than this within 10 s are a flood and stay unanswered. */
const SYNS_PER_10_S = 300;

export const createLink = (options: LinkOptions): Link => {
  const { role, self, peer, peerOrigins, methods, onUp, onDown, onForeignOrigin, onRefused } = options;
  const table: MethodTable = Object.assign(Object.create(null), methods);
  const pending = new Set<PendingCall>();
  let generation = 0;
  let closed = false;
  let remote: Invoke | undefined;
  let peerId: string | undefined;
  let current: { destroy(): void; receive: FrameMessenger["receive"] } | undefined;
  let syns = 0;
  let synsSince = 0;

  const gone = () =>
    role === "host"
      ? new AddOnError("ADD_ON_GONE", "The add-on's page went away.")
      : new AddOnError("HOST_GONE", "The host page went away.");

  const serve: Invoke = async (name, request) => {
    try {
      const method = table[name];
      if (!method) throw new AddOnError("INVALID_ARGUMENT", "No such bridge method.");
      return { ok: true, value: await method(request) };
    } catch (cause) {
      const error = isAddOnError(cause)
        ? cause
        : new AddOnError("INTERNAL", "The call failed on the other side.");
      return { ok: false, error: error.toData() };
    }
  };

  const drop = () => {
    const wasUp = remote;
    remote = undefined;
    peerId = undefined;
    current?.destroy();
    current = undefined;
    for (const call of [...pending]) if (call.isSent || closed) call.fail(gone());
    if (wasUp && !closed) onDown();
  };

  const start = () => {
    const target = peer();
    if (closed || current || !target) return;
    const mine = ++generation;
    const isCurrent = () => mine === generation && !closed;
    const messenger = createFrameMessenger({
      role,
      peer: target,
      onDestroyed: () => isCurrent() && restart(),
    });
    const { promise, destroy } = connect<{ invoke: Invoke }>({
      messenger,
      channel: BRIDGE_CHANNEL,
      methods: Object.assign(Object.create(null), { invoke: serve }),
    });
    current = { destroy, receive: messenger.receive };
    promise.then(
      (proxy) => {
        if (!isCurrent()) return;
        // async: a destroyed proxy throws at once, and that must be a rejection.
        remote = async (name, request) => proxy.invoke(name, request);
        for (const call of [...pending]) call.send();
        onUp();
      },
      () => isCurrent() && drop(),
    );
  };

  const restart = () => {
    drop();
    start();
  };

  const onWindowMessage = ({ source, origin, data, ports, timeStamp }: MessageEvent) => {
    const target = peer();
    if (!target || source !== target || !isBridgeMessage(data)) return;
    const isSyn = data.type === "SYN";
    if (isSyn) {
      if (timeStamp - synsSince > 10_000) {
        synsSince = timeStamp;
        syns = 0;
      }
      if (++syns > SYNS_PER_10_S) return;
    }
    if (!peerOrigins.includes(origin)) {
      onForeignOrigin?.(origin);
      // An opaque origin cannot be addressed.
      if (isSyn && origin !== "null") target.postMessage({ ...data, type: "REFUSE" }, origin);
      return;
    }
    if ((data.type as string) === "REFUSE") {
      onRefused?.();
      return;
    }
    if (isSyn) {
      if (remote && data.participantId !== peerId) drop();
      start();
      peerId = data.participantId;
    }
    current?.receive(data, origin, ports[0]);
  };

  self.addEventListener("message", onWindowMessage);
  start();

  const call = (name: string, request: unknown, { timeoutMs = DEFAULT_CALL_TIMEOUT_MS }: CallOptions = {}) =>
    new Promise<unknown>((resolve, reject) => {
      const finish = () => {
        clearTimeout(timer);
        pending.delete(mine);
      };
      const fail = (error: unknown) => {
        finish();
        reject(error);
      };
      const mine: PendingCall = {
        isSent: false,
        fail,
        send: () => {
          mine.isSent = true;
          remote?.(name, request)
            .then(readAnswer, () => readAnswer(undefined))
            .then((value) => {
              finish();
              resolve(value);
            }, fail);
        },
      };
      const timer = setTimeout(() => {
        const late = new AddOnError("CALL_TIMEOUT", `No answer to ${name} within ${timeoutMs} ms.`);
        fail(mine.isSent ? late : gone());
      }, timeoutMs);
      pending.add(mine);
      if (closed) fail(gone());
      else if (remote) mine.send();
    });

  return {
    get isUp() {
      return remote !== undefined;
    },
    get isHeard() {
      return peerId !== undefined;
    },
    get generation() {
      return generation;
    },
    call,
    restart,
    close: () => {
      closed = true;
      self.removeEventListener("message", onWindowMessage);
      drop();
    },
  };
};

const isBridgeMessage = (data: unknown): data is Message =>
  typeof data === "object" &&
  data !== null &&
  (data as Message).namespace === "penpal" &&
  (data as Message).channel === BRIDGE_CHANNEL;
