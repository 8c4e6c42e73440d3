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
import { connect } from "penpal";
import { AddOnError, isAddOnError } from "../errors/add-on-error.ts";
import { type Answer, readAnswer } from "./answer.ts";
import {
  createFrameMessenger,
  type FrameMessenger,
  isBridgeMessage,
  type LinkRole,
} from "./frame-messenger.ts";
import { BRIDGE_CHANNEL } from "./protocol.ts";

interface PendingCall {
  isSent: boolean;
  readonly send: (remote: Invoke) => void;
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
  /** How many penpal connections have ended. Who waits for something compares it to learn whether it is still the same. */
  readonly generation: number;
  /** Whether the peer has said anything since this generation began. */
  readonly isHeard: boolean;
  /**
   * Calls a method of the other side. Rejects with the other side's error, CALL_TIMEOUT, INVALID_ARGUMENT when the request
   * cannot be cloned, or the gone code (HOST_GONE for the add-on, ADD_ON_GONE for the host); it never stays pending.
   */
  call(name: string, request: unknown, options?: CallOptions): Promise<unknown>;
  /** Drops the current generation and starts the next; opens a closed link again. */
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
  const table: MethodTable = withoutPrototype(methods);
  const pending = new Set<PendingCall>();
  let generation = 0;
  let isOpen = false;
  /** The penpal connection that is up, or being tried. */
  let connection: (Pick<FrameMessenger, "receive"> & { destroy(): void }) | undefined;
  let remote: Invoke | undefined;
  let peerId: string | undefined;
  let syns = 0;
  let synsSince = 0;

  const gone = () =>
    new AddOnError(role === "host" ? "ADD_ON_GONE" : "HOST_GONE", "The page on the other side went away.");

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
    generation++;
    connection?.destroy();
    connection = remote = peerId = undefined;
    for (const call of pending) if (call.isSent || !isOpen) call.fail(gone());
    if (wasUp && isOpen) onDown();
  };

  const start = () => {
    const target = peer();
    if (connection || !target) return;
    const mine = generation;
    const messenger = createFrameMessenger(role, target);
    const { promise, destroy } = connect<{ invoke: Invoke }>({
      messenger,
      channel: BRIDGE_CHANNEL,
      methods: withoutPrototype({ invoke: serve }),
    });
    connection = { destroy, receive: messenger.receive };
    messenger.addMessageHandler(({ type }) => {
      if (type === "DESTROY" && mine === generation) restart();
    });
    promise.then(
      (proxy) => {
        if (mine !== generation) return;
        // async: a destroyed proxy throws at once, and that must be a rejection.
        remote = async (name, request) => proxy.invoke(name, request);
        for (const call of pending) call.send(remote);
        onUp();
      },
      () => mine === generation && drop(),
    );
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
    } else if ((data.type as string) === "REFUSE") {
      onRefused?.();
    } else {
      if (isSyn) {
        if (remote && data.participantId !== peerId) drop();
        start();
        peerId = data.participantId;
      }
      connection?.receive(data, origin, ports[0]);
    }
  };

  const open = () => {
    isOpen = true;
    self.addEventListener("message", onWindowMessage);
    start();
  };
  const restart = () => {
    drop();
    open();
  };
  open();

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
    call: (name, request, { timeoutMs = DEFAULT_CALL_TIMEOUT_MS } = {}) =>
      new Promise((resolve, reject) => {
        const settle =
          <Outcome>(how: (outcome: Outcome) => void) =>
          (outcome: Outcome) => {
            clearTimeout(timer);
            pending.delete(mine);
            how(outcome);
          };
        const fail = settle(reject);
        const mine: PendingCall = {
          isSent: false,
          fail,
          send: (invoke) => {
            mine.isSent = true;
            invoke(name, request)
              .then(readAnswer, () => readAnswer(undefined))
              .then(settle(resolve), fail);
          },
        };
        const timer = setTimeout(() => {
          const late = new AddOnError("CALL_TIMEOUT", `No answer to ${name} within ${timeoutMs} ms.`);
          fail(mine.isSent ? late : gone());
        }, timeoutMs);
        pending.add(mine);
        if (!isOpen) fail(gone());
        else if (remote) mine.send(remote);
      }),
    restart,
    close: () => {
      isOpen = false;
      self.removeEventListener("message", onWindowMessage);
      drop();
    },
  };
};

/** Inherited names are nobody's methods: penpal and we look methods up by what the other side says. */
const withoutPrototype = <Table extends object>(table: Table): Table =>
  Object.assign(Object.create(null), table);
