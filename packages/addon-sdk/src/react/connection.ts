/**
 * The page's connection as something to render. It is asked for while rendering, which is safe: there is one per page,
 * however often it is asked for. A component that suspends on its first render keeps no state, so what it waits for is
 * remembered here.
 */
import { AddOnError, isAddOnError } from "@privage-addons/contracts";
import { useEffect, useReducer, useState } from "react";
import type { AddOn } from "../connect/add-on.ts";
import type { ConnectOptions } from "../connect/connect-to-host.ts";
import { pageConnection } from "../connect/page-connection.ts";

export type Connection =
  | { readonly status: "connecting" }
  | { readonly status: "connected"; readonly addOn: AddOn }
  | { readonly status: "failed"; readonly error: AddOnError };

interface Tracked {
  readonly settled: Promise<void>;
  connection: Connection;
}

const trackedByPromise = new WeakMap<Promise<AddOn>, Tracked>();
let waitedFor: Tracked | undefined;

const track = (promise: Promise<AddOn>): Tracked => {
  const known = trackedByPromise.get(promise);
  if (known) return known;
  const tracked: Tracked = {
    connection: { status: "connecting" },
    settled: promise.then(
      (addOn) => {
        tracked.connection = { status: "connected", addOn };
      },
      (cause: unknown) => {
        const error = isAddOnError(cause)
          ? cause
          : new AddOnError("INTERNAL", "Connecting failed.", { cause });
        tracked.connection = { status: "failed", error };
      },
    ),
  };
  trackedByPromise.set(promise, tracked);
  return tracked;
};

/** On a server there is no host: it stays connecting there. */
const NOWHERE: Tracked = { connection: { status: "connecting" }, settled: new Promise(() => {}) };

/**
 * The page's connection, like `connectToHost`. Where the bootstrap is inlined in the page there is one already, so the code
 * that makes one (bridge, session) is a chunk of its own and stays out of the interface's bundle.
 */
const connect = (options: ConnectOptions): Promise<AddOn> =>
  pageConnection(async (forget) => {
    const { openConnection } = await import("../connect/connect-to-host.ts");
    return openConnection(options, forget);
  });

const begin = (options: ConnectOptions): Tracked =>
  typeof window === "undefined" ? NOWHERE : (waitedFor ?? track(connect(options)));

export interface RenderedConnection {
  readonly connection: Connection;
  /** Throws what React's Suspense waits for. */
  suspend(): never;
  /** Makes another connection, after a failure. */
  retry(): void;
}

/** `given` is a connection made elsewhere; then none is made here. */
export const useConnection = (options: ConnectOptions, given: AddOn | undefined): RenderedConnection => {
  const [tracked, setTracked] = useState(() => (given ? NOWHERE : begin(options)));
  const [, render] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    let isMounted = true;
    void tracked.settled.then(() => isMounted && render());
    return () => {
      isMounted = false;
    };
  }, [tracked]);

  return {
    connection: given ? { status: "connected", addOn: given } : tracked.connection,
    suspend: () => {
      waitedFor = tracked;
      // Read by the render that follows, forgotten after it.
      void tracked.settled.then(() => setTimeout(() => forget(tracked), 0));
      throw tracked.settled;
    },
    retry: () => setTracked(begin(options)),
  };
};

const forget = (tracked: Tracked) => {
  if (waitedFor === tracked) waitedFor = undefined;
};
