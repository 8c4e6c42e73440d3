/** Both ends of a bridge without windows: the same `Link` interface, the same errors, in one process. */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import {
  DEFAULT_CALL_TIMEOUT_MS,
  type Link,
  type LinkOptions,
  type MethodTable,
} from "@privage-addons/contracts/bridge";
import type { Clock } from "../session/clock.ts";

export interface InMemoryBridge {
  /** For `openConnection`: the add-on's end. */
  openLink(options: Omit<LinkOptions, "role" | "self" | "peer">): Link;
  /** Calls a method of the add-on, as the host would. */
  callAddOn(name: string, request: unknown): Promise<unknown>;
  /** The host page is gone until {@link InMemoryBridge.comeBack}: what is under way is rejected with HOST_GONE. */
  goAway(): void;
  comeBack(): void;
  /** Whether the add-on's end was closed. */
  readonly isClosed: boolean;
}

/** `origin` is the host's; `onUp` runs whenever a connection is made. */
export const createInMemoryBridge = (host: {
  readonly clock: Clock;
  readonly origin: string;
  readonly methods: MethodTable;
  readonly onUp: () => void;
}): InMemoryBridge => {
  const { clock } = host;
  const pending = new Set<(error: AddOnError) => void>();
  let addOn: Omit<LinkOptions, "role" | "self" | "peer"> | undefined;
  let isUp = false;
  let isClosed = false;
  let generation = 0;
  const gone = () => new AddOnError("HOST_GONE", "The host page went away.");

  const connect = () => {
    if (!addOn || isUp || isClosed) return;
    if (!addOn.peerOrigins.includes(host.origin)) {
      addOn.onForeignOrigin?.(host.origin);
      return;
    }
    isUp = true;
    generation++;
    addOn.onUp();
    host.onUp();
  };
  const drop = () => {
    if (!isUp) return;
    isUp = false;
    for (const reject of [...pending]) reject(gone());
    addOn?.onDown();
  };

  /** Requests and answers cross as clones, as over a port. */
  const deliver = async (methods: MethodTable, name: string, request: unknown) => {
    const method = Object.hasOwn(methods, name) ? methods[name] : undefined;
    if (!method) throw new AddOnError("INVALID_ARGUMENT", "No such bridge method.");
    try {
      return structuredClone(await method(structuredClone(request)));
    } catch (error) {
      const { code, message, ...rest } = (
        isAddOnError(error) ? error : new AddOnError("INTERNAL", "The call failed on the other side.")
      ).toData();
      throw new AddOnError(code, message, rest);
    }
  };

  const bounded = (work: () => Promise<unknown>, name: string, timeoutMs: number) =>
    new Promise<unknown>((resolve, reject) => {
      const finish = (settle: () => void) => {
        cancel();
        pending.delete(fail);
        settle();
      };
      const fail = (error: AddOnError) => finish(() => reject(error));
      const cancel = clock.setTimer(
        () =>
          fail(
            isUp ? new AddOnError("CALL_TIMEOUT", `No answer to ${name} within ${timeoutMs} ms.`) : gone(),
          ),
        timeoutMs,
      );
      pending.add(fail);
      work().then(
        (value) => finish(() => resolve(value)),
        (error: AddOnError) => finish(() => reject(error)),
      );
    });

  return {
    openLink: (options) => {
      addOn = options;
      isClosed = false;
      queueMicrotask(connect);
      return {
        get isUp() {
          return isUp;
        },
        get generation() {
          return generation;
        },
        call: (name, request, { timeoutMs = DEFAULT_CALL_TIMEOUT_MS } = {}) =>
          isClosed || !isUp
            ? Promise.reject(gone())
            : bounded(() => deliver(host.methods, name, request), name, timeoutMs),
        restart: () => {
          drop();
          queueMicrotask(connect);
        },
        close: () => {
          isClosed = true;
          drop();
        },
      };
    },
    callAddOn: (name, request) =>
      addOn && isUp
        ? deliver(addOn.methods, name, request)
        : Promise.reject(new AddOnError("ADD_ON_GONE", "The add-on's page went away.")),
    goAway: drop,
    comeBack: connect,
    get isClosed() {
      return isClosed;
    },
  };
};
