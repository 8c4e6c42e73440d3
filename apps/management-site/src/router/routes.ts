import type { Place } from "./history-router.ts";

/** An add-on shown at a path of its own: `/add-ons/{key}{path}`. */
export interface AddOnPlace {
  readonly key: string;
  /** The add-on's own path, with its own query if it has one; starts with `/`. */
  readonly path: string;
}

/** What an address shows. A second add-on rides in the query: `?beside=loyalty-desk/sales`. */
export type Route =
  | { readonly screen: "catalogue" }
  | { readonly screen: "add-on"; readonly main: AddOnPlace; readonly beside?: AddOnPlace }
  | { readonly screen: "not-found" };

export const CATALOGUE_ADDRESS = "/add-ons";

const BESIDE = "beside";

/** Reads an address. Unknown add-ons are the screen's business; this only reads shapes. */
export const routeOf = ({ path, query }: Place): Route => {
  if (path === "/" || path === CATALOGUE_ADDRESS || path === `${CATALOGUE_ADDRESS}/`)
    return { screen: "catalogue" };
  if (!path.startsWith(`${CATALOGUE_ADDRESS}/`)) return { screen: "not-found" };
  const own = new URLSearchParams(query);
  own.delete(BESIDE);
  const main = addOnPlaceOf(path.slice(CATALOGUE_ADDRESS.length + 1) + (own.size > 0 ? `?${own}` : ""));
  const beside = query.get(BESIDE);
  return { screen: "add-on", main, ...(beside && { beside: addOnPlaceOf(beside) }) };
};

/** The address that shows one add-on, or two side by side. */
export const addOnAddress = (main: AddOnPlace, beside?: AddOnPlace): string => {
  const [path = "", search] = keyAndPath(main).split("?", 2);
  const query = new URLSearchParams(search);
  // The name is the site's: an add-on's own query of that name would be taken for a second add-on.
  query.delete(BESIDE);
  if (beside) query.set(BESIDE, keyAndPath(beside));
  return `${CATALOGUE_ADDRESS}/${path}${query.size > 0 ? `?${query}` : ""}`;
};

const keyAndPath = ({ key, path }: AddOnPlace) => key + (path === "/" ? "" : path);

const addOnPlaceOf = (keyAndRest: string): AddOnPlace => {
  const [, key = "", rest = ""] = /^([^/?]*)(.*)$/s.exec(keyAndRest) ?? [];
  return { key, path: rest.startsWith("/") ? rest : `/${rest}` };
};
