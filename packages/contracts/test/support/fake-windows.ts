/** Two windows that frame one another, at the seam of the handshake: what is posted waits until a test delivers it. */

interface Posted {
  readonly data: unknown;
  readonly ports: readonly MessagePort[];
  readonly targetOrigin: string;
}

export interface FakeWindow {
  readonly origin: string;
  /** As `LinkOptions` wants it. */
  readonly window: Window;
  /** How many messages wait for delivery. */
  readonly waiting: number;
  /** Hands the eldest message to whoever listens; false when there is none. */
  deliver(): boolean;
  /** The page is replaced: nobody listens any more, the messages and ports of the old page lead nowhere. */
  reload(): void;
  /** Puts a message of another sender into the queue's place: delivered at once. */
  forge(message: { readonly data: unknown; readonly origin: string; readonly ports?: MessagePort[] }): void;
}

export const createFakeWindows = (hostOrigin: string, addOnOrigin: string): [FakeWindow, FakeWindow] => {
  let timeStamp = 0;

  const create = (origin: string, other: () => FakeWindow): FakeWindow => {
    const listeners = new Set<(event: MessageEvent) => void>();
    let inbox: Posted[] = [];
    let adopted: MessagePort[] = [];

    const emit = (data: unknown, from: string, ports: readonly MessagePort[]) => {
      // Slow enough for no flood.
      timeStamp += 1000;
      const event = { data, ports, origin: from, source: other().window, timeStamp };
      // The handshake reads these five fields and no other.
      for (const listener of [...listeners]) listener(event as unknown as MessageEvent);
    };
    const window = {
      addEventListener: (_type: string, listener: (event: MessageEvent) => void) => listeners.add(listener),
      removeEventListener: (_type: string, listener: (event: MessageEvent) => void) =>
        listeners.delete(listener),
      postMessage: (data: unknown, targetOrigin: string, ports: readonly MessagePort[]) => {
        inbox.push({ data, targetOrigin, ports });
      },
    };

    return {
      origin,
      // The handshake uses these three members of a window and no other.
      window: window as unknown as Window,
      get waiting() {
        return inbox.length;
      },
      deliver: () => {
        const [next, ...rest] = inbox;
        inbox = rest;
        if (!next) return false;
        if (next.targetOrigin === "*" || next.targetOrigin === origin) {
          adopted.push(...next.ports);
          emit(next.data, other().origin, next.ports);
        }
        return true;
      },
      reload: () => {
        listeners.clear();
        inbox = [];
        for (const port of adopted) port.onmessage = null;
        adopted = [];
      },
      forge: ({ data, origin: from, ports = [] }) => emit(data, from, ports),
    };
  };

  const host: FakeWindow = create(hostOrigin, () => addOn);
  const addOn: FakeWindow = create(addOnOrigin, () => host);
  return [host, addOn];
};
