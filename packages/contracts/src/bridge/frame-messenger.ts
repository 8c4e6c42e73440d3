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
import type { Message, MessageHandler, Messenger } from "penpal";
import { BRIDGE_CHANNEL } from "./protocol.ts";

export type LinkRole = "host" | "add-on";

/** A penpal message that names the SYN it answers. */
type Tagged = Message & { readonly answers?: string };

export interface FrameMessenger extends Messenger {
  /** Takes a bridge message from the window, whose source and origin the link has already checked. */
  receive(message: Message, origin: string, port: MessagePort | undefined): void;
}

export const isBridgeMessage = (data: unknown): data is Message =>
  typeof data === "object" &&
  data !== null &&
  (data as Message).namespace === "penpal" &&
  (data as Message).channel === BRIDGE_CHANNEL;

export const createFrameMessenger = (role: LinkRole, peer: Window): FrameMessenger => {
  const handlers = new Set<MessageHandler>();
  let ownId = "";
  let peerId = "";
  let peerOrigin = "";
  let port: MessagePort | undefined;

  const deliver = (message: Message) => {
    // A copy: the handler of DESTROY takes away all the others.
    for (const handler of [...handlers]) handler(message);
  };
  const adoptPort = (next: MessagePort) => {
    port = next;
    port.onmessage = ({ data }) => {
      if (isBridgeMessage(data)) deliver(data);
    };
  };
  const answer = (message: Message, transfer: Transferable[] = []) =>
    peer.postMessage({ ...message, answers: peerId }, { targetOrigin: peerOrigin, transfer });

  const postToPort = (message: Message) => {
    try {
      port?.postMessage(message);
    } catch {
      // A failed answer has no `value`: the other side's link reads it as INTERNAL. A failed call is answered here.
      if (message.type === "REPLY") port?.postMessage({ ...message, value: undefined });
      if (message.type === "CALL") {
        deliver({ ...message, type: "REPLY", callId: message.id, value: UNSENDABLE });
      }
    }
  };

  return {
    initialize: () => {},
    addMessageHandler: (handler) => handlers.add(handler),
    removeMessageHandler: (handler) => handlers.delete(handler),
    destroy: () => {
      port?.close();
      port = undefined;
      handlers.clear();
    },
    sendMessage: (message) => {
      if (message.type === "SYN") {
        ownId = (role === "host" ? "~" : "!") + message.participantId;
        peer.postMessage({ ...message, participantId: ownId }, "*");
      } else if (message.type === "ACK1") {
        answer(message);
      } else if (message.type === "ACK2") {
        const { port1, port2 } = new MessageChannel();
        adoptPort(port1);
        answer(message, [port2]);
      } else {
        postToPort(message);
      }
    },
    receive: (message: Tagged, origin, receivedPort) => {
      if (message.type === "SYN") {
        peerId = message.participantId;
        peerOrigin = origin;
      } else {
        if (message.answers !== ownId || origin !== peerOrigin || port) return;
        if (message.type === "ACK2" && receivedPort) adoptPort(receivedPort);
        else if (message.type !== "ACK1") return;
      }
      deliver(message);
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
