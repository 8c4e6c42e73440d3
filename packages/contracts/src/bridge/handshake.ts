/**
 * The handshake: how two windows prove their origins to each other and come to share a private MessagePort.
 *
 * ```
 * add-on                                   host
 *   SYN {id} ────────── to anyone ────────▶  is it my frame, at the pinned origin?
 *   ◀──────── to that origin only ── ACK {id} + port
 *   is it my parent, at a trusted origin, and the answer to my latest SYN?
 *   ◀─────────────── the port ──────────────▶
 * ```
 *
 * 1. `event.source` must be the peer's window and `event.origin` one of the trusted strings, compared with `===`.
 * 2. SYN carries nothing but a random number and may go to `*`: the add-on does not know yet which of its hosts it has. ACK
 *    and REFUSE go to the origin just proved, and the browser drops them if the window shows another page by then.
 * 3. The host leads: it alone makes ports, one for each new id. The add-on takes one port for each id of its own, so an
 *    answer to an earlier attempt (React StrictMode, a reload) is dropped, and so is a second answer.
 * 4. A host that lost its port says ASK, and the add-on says SYN once more: with the id that still waits for its answer, or
 *    with a new one.
 * 5. Whoever hears a foreign origin answers REFUSE, so that the other side can say why nothing happens. It tells no more
 *    than a SYN does: that somebody here speaks this protocol.
 */
import { BRIDGE_CHANNEL } from "./protocol.ts";

export type LinkRole = "host" | "add-on";

export interface HandshakeOptions {
  readonly role: LinkRole;
  readonly self: Window;
  /** The other window; asked again at each message, as an iframe has none before it is in the document. */
  readonly peer: () => Window | null | undefined;
  /** Exact origins, e.g. `"https://desk.example"`. */
  readonly peerOrigins: readonly string[];
  /** The peer's window spoke our protocol from an origin that is not in `peerOrigins`. */
  readonly onForeignOrigin?: (origin: string) => void;
  /** The peer, at one of `peerOrigins`, refuses this page's own origin. */
  readonly onRefused?: () => void;
}

/** What the link hears. */
export interface HandshakeEvents {
  /** The peer begins anew: the port there is, if any, leads nowhere. */
  readonly onLost: () => void;
  readonly onPort: (port: MessagePort) => void;
}

export interface Handshake {
  /** Listens, and makes the first move. */
  begin(): void;
  /** Forgets the attempt under way. */
  reset(): void;
  /** Listens no longer. */
  stop(): void;
}

/** A peer reconnects a few times in its life; more words than this within 10 s are a flood and stay unanswered. */
const WORDS_PER_10_S = 300;

export const createHandshake = (options: HandshakeOptions & HandshakeEvents): Handshake => {
  const { role, self, peer, peerOrigins, onLost, onPort, onForeignOrigin, onRefused } = options;
  const isHost = role === "host";
  /** The add-on's: of its SYN that waits for an answer. The host's: of the SYN it answered. */
  let id: unknown;
  let words = 0;
  let wordsSince = 0;

  const say = (type: string, targetOrigin: string, transfer: Transferable[] = []) =>
    peer()?.postMessage({ channel: BRIDGE_CHANNEL, type, id }, targetOrigin, transfer);

  const knock = () => {
    if (!isHost) id ??= Math.random();
    say(isHost ? "ASK" : "SYN", "*");
  };

  const hear = ({ source, origin, data, ports: [port], timeStamp }: MessageEvent) => {
    if (!source || source !== peer() || data?.channel !== BRIDGE_CHANNEL) return;
    if (timeStamp - wordsSince > 10_000) {
      wordsSince = timeStamp;
      words = 0;
    }
    if (++words > WORDS_PER_10_S) return;
    const { type } = data;
    if (!peerOrigins.includes(origin)) {
      onForeignOrigin?.(origin);
      // Refusals are not refused, or two strangers would go on for ever. An opaque origin cannot be addressed.
      if (type !== "REFUSE" && origin !== "null") say("REFUSE", origin);
    } else if (type === "REFUSE") {
      onLost();
      onRefused?.();
    } else if (isHost) {
      if (type === "SYN" && typeof data.id === "number" && data.id !== id) {
        onLost();
        id = data.id;
        const { port1, port2 } = new MessageChannel();
        say("ACK", origin, [port2]);
        onPort(port1);
      }
    } else if (type === "ASK") {
      onLost();
      knock();
    } else if (type === "ACK" && id && data.id === id && port) {
      id = undefined;
      onPort(port);
    }
  };

  return {
    begin: () => {
      self.addEventListener("message", hear);
      knock();
    },
    reset: () => {
      id = undefined;
    },
    stop: () => self.removeEventListener("message", hear),
  };
};
