/**
 * A link: one side's lasting connection to the other, over as many MessagePorts as it takes.
 *
 * A port says nothing when the frame at its other end reloads, is removed or navigates. A link therefore counts generations:
 * each has one port, made by a handshake (`handshake.ts`), and the window listener outlives them all. A generation ends when
 *
 * - the peer shakes hands anew (it reloaded or reconnected),
 * - the peer says BYE (it disconnected, or its own link restarted),
 * - the owner restarts the link (a frame `load` whose ping stayed unanswered),
 *
 * and then every call under way on it is rejected with HOST_GONE or ADD_ON_GONE and the next generation starts. Calls made
 * while no generation is up wait for one, within their deadline.
 *
 * The host is up as soon as it answered a SYN: what it says waits in the port until the add-on takes it. Should the add-on
 * not take it, the host's calls end at their deadlines.
 *
 * Answers cross as data: `{ ok: true, value }` or `{ ok: false, error: { code, message, retryable } }`, without stacks and
 * causes. Methods live on a null-prototype table: inherited names are nobody's methods.
 */
import { AddOnError, isAddOnError } from "../errors/add-on-error.ts";
import { type Answer, readAnswer } from "./answer.ts";
import { createHandshake, type HandshakeOptions } from "./handshake.ts";

/** What a side answers to, by name. A method may throw an AddOnError; anything else thrown crosses as INTERNAL. */
export type MethodTable = Readonly<Record<string, (request: unknown) => unknown>>;

export interface LinkOptions extends HandshakeOptions {
  readonly methods: MethodTable;
  /** A generation is up: the other side can be called. */
  readonly onUp: () => void;
  /** The generation that was up is gone; the next one is being tried. */
  readonly onDown: () => void;
  /** A word on the port that calls no method and answers no call. What it throws is the answer to such a call. */
  readonly onStray?: (() => void) | undefined;
}

export interface CallOptions {
  /** Default: {@link DEFAULT_CALL_TIMEOUT_MS}. */
  readonly timeoutMs?: number;
}

export interface Link {
  readonly isUp: boolean;
  /** How many generations have ended. Who waits for something compares it to learn whether the peer is still the same. */
  readonly generation: number;
  /**
   * Calls a method of the other side. Rejects with the other side's error, CALL_TIMEOUT, INVALID_ARGUMENT when the request
   * cannot be cloned, or the gone code (HOST_GONE for the add-on, ADD_ON_GONE for the host); it never stays pending.
   */
  call(name: string, request: unknown, options?: CallOptions): Promise<unknown>;
  /** Drops the current generation and starts the next; opens a closed link again. */
  restart(): void;
  /** Says BYE, settles every pending call, leaves no listener and no port. Idempotent. */
  close(): void;
}

/** Deadline of a call that names none, in ms. */
export const DEFAULT_CALL_TIMEOUT_MS = 10_000;

/** What crosses the port: a call, the answer to the call of that id, or a farewell. */
interface PortMessage {
  readonly type?: "CALL" | "REPLY" | "BYE";
  readonly id: number;
  readonly name: string;
  readonly request: unknown;
  readonly answer: Answer;
}

interface PendingCall {
  isSent: boolean;
  readonly send: () => void;
  readonly answer: (answer: Answer) => void;
  readonly fail: (error: AddOnError) => void;
}

export const createLink = (options: LinkOptions): Link => {
  const { role, methods, onUp, onDown, onStray } = options;
  const table: MethodTable = Object.assign(Object.create(null), methods);
  const pending = new Map<number, PendingCall>();
  let lastCall = 0;
  let generation = 0;
  let isOpen = false;
  let port: MessagePort | undefined;

  const gone = () =>
    new AddOnError(role === "host" ? "ADD_ON_GONE" : "HOST_GONE", "The other side went away.");

  const serve = async (to: MessagePort, { type, id, name, request }: PortMessage) => {
    const isCall = type === "CALL";
    const reply = (answer: Answer) => isCall && to.postMessage({ type: "REPLY", id, answer });
    try {
      const method = isCall && table[name];
      if (!method) {
        onStray?.();
        throw new AddOnError("INVALID_ARGUMENT", "No such bridge method.");
      }
      reply({ ok: true, value: await method(request) });
    } catch (cause) {
      // Also a value that cannot be cloned.
      const error = isAddOnError(cause)
        ? cause
        : new AddOnError("INTERNAL", "The call failed on the other side.");
      reply({ ok: false, error: error.toData() });
    }
  };

  const adopt = (next: MessagePort) => {
    port = next;
    next.onmessage = ({ data }) => {
      const message: PortMessage = Object(data);
      const call = message.type === "REPLY" && pending.get(message.id);
      if (call) call.answer(message.answer);
      else if (message.type === "BYE") restart();
      else void serve(next, message);
    };
    for (const call of pending.values()) call.send();
    onUp();
  };

  const drop = () => {
    const old = port;
    port = undefined;
    handshake.reset();
    if (old) {
      generation++;
      old.onmessage = null;
      old.postMessage({ type: "BYE" });
      old.close();
    }
    for (const call of pending.values()) if (call.isSent || !isOpen) call.fail(gone());
    if (old && isOpen) onDown();
  };

  const handshake = createHandshake({
    ...options,
    onLost: () => port && drop(),
    onPort: adopt,
  });

  const restart = () => {
    drop();
    isOpen = true;
    handshake.begin();
  };
  restart();

  return {
    get isUp() {
      return port !== undefined;
    },
    get generation() {
      return generation;
    },
    call: async (name, request, { timeoutMs = DEFAULT_CALL_TIMEOUT_MS } = {}) => {
      const id = ++lastCall;
      let timer: ReturnType<typeof setTimeout> | undefined;
      const answer = new Promise<Answer>((resolve, reject) => {
        const call: PendingCall = {
          isSent: false,
          answer: resolve,
          fail: reject,
          send: () => {
            call.isSent = true;
            try {
              port?.postMessage({ type: "CALL", id, name, request });
            } catch {
              reject(new AddOnError("INVALID_ARGUMENT", "An argument cannot cross to the other side."));
            }
          },
        };
        timer = setTimeout(() => {
          const late = new AddOnError("CALL_TIMEOUT", `No answer to ${name} within ${timeoutMs} ms.`);
          reject(call.isSent ? late : gone());
        }, timeoutMs);
        pending.set(id, call);
        if (!isOpen) reject(gone());
        else if (port) call.send();
      });
      try {
        return readAnswer(await answer);
      } finally {
        clearTimeout(timer);
        pending.delete(id);
      }
    },
    restart,
    close: () => {
      isOpen = false;
      handshake.stop();
      drop();
    },
  };
};
