/**
 * One connection per page, however often and from however many bundles it is asked for: the inlined bootstrap, the main
 * bundle, React's StrictMode. It lives under a global symbol, as two bundles share no module.
 */
import type { AddOn } from "./add-on.ts";

const SLOT = Symbol.for("privage-add-on");

/** The global object has room for it; only this function knows. */
const page = globalThis as { [SLOT]?: Promise<AddOn> | undefined };

/** The page's connection; `create` makes it when there is none, and calls `forget` when it is over. */
export const pageConnection = (create: (forget: () => void) => Promise<AddOn>): Promise<AddOn> => {
  const forget = () => {
    // An old connection that is closed once more leaves the one after it alone.
    if (page[SLOT] === connection) page[SLOT] = undefined;
  };
  const connection = page[SLOT] ?? create(forget);
  page[SLOT] = connection;
  connection.catch(forget);
  return connection;
};
