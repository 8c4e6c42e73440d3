/** How server data is fetched and forgotten. */
import { isAddOnError } from "@privage-addons/contracts";
import { QueryClient } from "@tanstack/react-query";

const STALE_MS = 30_000;

/**
 * The default query client. It repeats nothing: the clients repeat reads themselves, and writes are never repeated. The end
 * of the session is a screen and not an error, so no error boundary hears of it.
 */
export const createAddOnQueryClient = (): QueryClient =>
  new QueryClient({
    defaultOptions: {
      queries: {
        retry: false,
        staleTime: STALE_MS,
        // The session decides what to do when offline.
        networkMode: "always",
      },
      mutations: { retry: false, networkMode: "always" },
    },
  });

export const isSessionEnd = (error: unknown): boolean =>
  isAddOnError(error) && error.code === "SESSION_ENDED";
