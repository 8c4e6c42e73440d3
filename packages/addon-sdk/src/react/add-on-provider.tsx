/**
 * Connects the page to its host and hands the connection to everything below.
 *
 * The connection belongs to the page, not to this component: StrictMode, hot reload and a provider that is mounted again
 * use the same one. When the session ends, one screen takes the place of all the others, queries are cancelled, and what
 * they had fetched is forgotten.
 */
import type { AddOnError } from "@privage-addons/contracts";
import type { EndReason } from "@privage-addons/contracts/bridge";
import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, useEffect, useMemo, useState } from "react";
import { useStore } from "zustand/react";
import type { AddOn } from "../connect/add-on.ts";
import type { ConnectOptions } from "../connect/connect-to-host.ts";
import { createConnectionsClient } from "../connections/client.ts";
import { createHaravanClient } from "../haravan/client.ts";
import { createPartnerClient } from "../partner/client.ts";
import { createPrivageClient } from "../privage/client.ts";
import { storeOf } from "./add-on-store.ts";
import { useConnection } from "./connection.ts";
import { type AddOnParts, PartsContext } from "./parts.ts";
import { createAddOnQueryClient } from "./query-client.ts";

export interface AddOnProviderProps extends ConnectOptions {
  readonly children?: ReactNode;
  /** Shown until the host has said hello. Without it the provider suspends. */
  readonly fallback?: ReactNode;
  /** Shown when the connection failed; `retry` makes another one. Without it the error goes to the next error boundary. */
  readonly error?: (error: AddOnError, retry: () => void) => ReactNode;
  /** The one screen after the session's end; nothing when absent. */
  readonly ended?: (reason: EndReason) => ReactNode;
  /** A connection made elsewhere, e.g. by the testing kit, instead of the page's own. */
  readonly addOn?: AddOn;
  readonly queryClient?: QueryClient;
  /** Where the BFF is; the add-on's own origin when absent. */
  readonly bffBaseUrl?: string;
  /** Stands before each `ref_no` that the SDK makes. */
  readonly refNoPrefix?: string;
}

/**
 * @example
 * ```tsx
 * import { AddOnProvider, useProfile } from "@privage-addons/addon-sdk/react";
 *
 * const Points = () => <p>{useProfile({ card_no: "001" }).data?.points}</p>;
 *
 * export const App = () => (
 *   <AddOnProvider fallback={<p>Connecting …</p>} ended={(reason) => <p>The session is over: {reason}.</p>}>
 *     <Points />
 *   </AddOnProvider>
 * );
 * ```
 */
export const AddOnProvider = (props: AddOnProviderProps): ReactNode => {
  const { connection, suspend, retry } = useConnection(props, props.addOn);
  switch (connection.status) {
    case "connecting":
      return props.fallback === undefined ? suspend() : props.fallback;
    case "failed":
      if (props.error) return props.error(connection.error, retry);
      throw connection.error;
    case "connected":
      return <Connected {...props} addOn={connection.addOn} />;
  }
};

const Connected = (props: AddOnProviderProps & { readonly addOn: AddOn }): ReactNode => {
  const { addOn, children, ended, queryClient, bffBaseUrl = "", refNoPrefix = "", clock, random } = props;
  const [ownClient] = useState(() => queryClient ?? createAddOnQueryClient());
  const client = queryClient ?? ownClient;
  const session = useStore(storeOf(addOn), (snapshot) => snapshot.session);
  const isEnded = session.status === "ended";

  const parts = useMemo<AddOnParts>(() => {
    const ports = { ...(clock && { clock }), ...(random && { random }) };
    return {
      addOn,
      privage: createPrivageClient(addOn.session, { refNoPrefix, ...ports }),
      partner: createPartnerClient(addOn.session, { bffBaseUrl, ...ports }),
      haravan: createHaravanClient(addOn.session, { bffBaseUrl, ...ports }),
      connections: createConnectionsClient(addOn.session, { bffBaseUrl, ...ports }),
    };
  }, [addOn, bffBaseUrl, refNoPrefix, clock, random]);

  useEffect(() => {
    if (!isEnded) return;
    void client.cancelQueries();
    client.clear();
  }, [isEnded, client]);

  if (session.status === "ended") return ended?.(session.reason);
  return (
    <QueryClientProvider client={client}>
      <PartsContext.Provider value={parts}>{children}</PartsContext.Provider>
    </QueryClientProvider>
  );
};
