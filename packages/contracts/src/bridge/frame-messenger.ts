/**
 * The handshake between two windows, as a penpal messenger.
 *
 * penpal shakes hands with SYN, ACK1 and ACK2 and then talks over a MessagePort. This messenger carries those messages
 * and adds what penpal's own `WindowMessenger` leaves open:
 *
 * 1. Origins are exact strings, compared with `===`, and `event.source` must be the peer's window (`link.ts` checks both).
 * 2. The host always leads. Leadership in penpal goes to the higher participant id, so ids travel with a prefix: `~`
 *    sorts above and `!` below every id. The order is then always the same: add-on SYN → host SYN and ACK1 → add-on
 *    ACK2 with the port.
 * 3. ACK1 and ACK2 name the SYN they answer. An answer to an earlier attempt (StrictMode, reload) is dropped, and so is
 *    a second ACK2: one handshake makes one port.
 * 4. SYN carries nothing but a random id and may go to `*`: the peer's document may not be there yet. Everything else
 *    goes to the proved origin only.
 * 5. What cannot be cloned is answered, not thrown: penpal would leave an unsendable call among its pending ones, and an
 *    unsendable reply as an unhandled rejection.
 */
import type { InitializeMessengerOptions, Message, MessageHandler, Messenger } from "penpal";

export type LinkRole = "host" | "add-on";

export interface FrameMessengerOptions {
  readonly role: LinkRole;
  readonly peer: Window;
  readonly onDestroyed: () => void;
}

/** A penpal message that names the SYN it answers. */
type Tagged = Message & { readonly answers?: string };

export interface FrameMessenger extends Messenger {
  /** Takes a window message whose source and origin the link has already checked. */
  receive(data: Message, origin: string, port: MessagePort | undefined): void;
}

const PREFIX: Record<LinkRole, string> = { host: "~", "add-on": "!" };

export const createFrameMessenger = ({ role, peer, onDestroyed }: FrameMessengerOptions): FrameMessenger => {
  const handlers = new Set<MessageHandler>();
  let isOurs: InitializeMessengerOptions["validateReceivedMessage"] = (_data): _data is Message => false;
  let ownId = "";
  let peerId = "";
  let peerOrigin = "";
  let port: MessagePort | undefined;

  const deliver = (message: Message) => {
    for (const handler of [...handlers]) handler(message);
  };
  const onPortMessage = ({ data }: MessageEvent) => {
    if (!isOurs(data)) return;
    deliver(data);
    if (data.type === "DESTROY") onDestroyed();
  };
  const adoptPort = (next: MessagePort) => {
    port = next;
    port.onmessage = onPortMessage;
  };
  const postToWindow = (message: Tagged, targetOrigin: string, transfer: Transferable[] = []) =>
    peer.postMessage(message, { targetOrigin, transfer });

  const postToPort = (message: Message, transfer: Transferable[] = []) => {
    try {
      port?.postMessage(message, transfer);
    } catch {
      // A failed answer has no `value`: the other side's link reads it as INTERNAL. A failed call is answered here.
      const { namespace, channel } = message;
      if (message.type === "REPLY") port?.postMessage({ ...message, value: undefined });
      if (message.type === "CALL") {
        deliver({ namespace, channel, type: "REPLY", callId: message.id, value: UNSENDABLE });
      }
    }
  };

  return {
    initialize: ({ validateReceivedMessage }) => {
      isOurs = validateReceivedMessage;
    },
    addMessageHandler: (handler) => handlers.add(handler),
    removeMessageHandler: (handler) => handlers.delete(handler),
    destroy: () => {
      port?.close();
      port = undefined;
      handlers.clear();
    },
    sendMessage: (message, transferables) => {
      if (message.type === "SYN") {
        ownId = PREFIX[role] + message.participantId;
        postToWindow({ ...message, participantId: ownId }, "*");
      } else if (message.type === "ACK1") {
        postToWindow({ ...message, answers: peerId }, peerOrigin);
      } else if (message.type === "ACK2") {
        const { port1, port2 } = new MessageChannel();
        adoptPort(port1);
        postToWindow({ ...message, answers: peerId }, peerOrigin, [port2]);
      } else {
        postToPort(message, transferables);
      }
    },
    receive: (data: Tagged, origin, receivedPort) => {
      if (!isOurs(data)) return;
      if (data.type === "SYN") {
        peerId = data.participantId;
        peerOrigin = origin;
        deliver(data);
      } else if (data.answers === ownId && origin === peerOrigin && !port) {
        if (data.type === "ACK2" && receivedPort) adoptPort(receivedPort);
        else if (data.type !== "ACK1") return;
        deliver(data);
      }
    },
  };
};

/** The answer to a call whose arguments cannot be cloned. */
export const UNSENDABLE = {
  ok: false,
  error: {
    code: "INVALID_ARGUMENT",
    message: "An argument cannot cross to the other side.",
    retryable: false,
  },
} as const;
