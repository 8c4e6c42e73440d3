/**
 * What an add-on's own code would have: the SDK's clients over the page's connection. Runs in the desk's frame, as a bundle of
 * its own, and so finds the connection that the desk has made.
 */
import {
  connectToHost,
  createConnectionsClient,
  createHaravanClient,
  createPartnerClient,
} from "@privage-addons/addon-sdk";

const connect = async () => {
  const { session } = await connectToHost();
  return {
    session,
    partner: createPartnerClient(session),
    haravan: createHaravanClient(session),
    connections: createConnectionsClient(session),
    /** The Partner client of somebody who has no token. */
    stranger: createPartnerClient({
      fetch: (path, { baseUrl = "", timeoutMs: _, ...init } = {}) => fetch(baseUrl + path, init),
    }),
  };
};
export type SdkClients = Awaited<ReturnType<typeof connect>>;

interface Failure {
  readonly code: string;
  readonly message: string;
  readonly retryable: boolean;
  readonly details: object;
}

const sdk = {
  connect,
  /** Every item, in its order. */
  all: async <T>(items: AsyncIterable<T>): Promise<readonly T[]> => {
    const seen: T[] = [];
    for await (const item of items) seen.push(item);
    return seen;
  },
  /** The error as data. Throws when there was none. */
  failureOf: (work: Promise<unknown>): Promise<Failure> =>
    work.then(
      () => {
        throw new Error("It should have been rejected.");
      },
      ({ code, message, retryable, details }: Failure) => ({ code, message, retryable, details }),
    ),
};

declare global {
  interface Window {
    sdk: typeof sdk;
  }
}
Object.assign(window, { sdk });
