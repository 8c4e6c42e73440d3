import type { BrowserContext } from "@playwright/test";

/** Everything a clean page must not have: console errors and warnings, uncaught errors, failed requests. */
export const watchConsole = (context: BrowserContext): { readonly complaints: readonly string[] } => {
  const complaints: string[] = [];
  context.on("console", (message) => {
    if (message.type() === "error" || message.type() === "warning") {
      complaints.push(`${message.type()}: ${message.text()} (${message.location().url})`);
    }
  });
  context.on("weberror", (error) => complaints.push(`uncaught: ${String(error.error())}`));
  context.on("requestfailed", (request) => {
    const reason = request.failure()?.errorText ?? "";
    // A page that is left cancels what it was loading; that is no failure.
    if (reason !== "net::ERR_ABORTED")
      complaints.push(`failed: ${request.method()} ${request.url()} ${reason}`);
  });
  return { complaints };
};
