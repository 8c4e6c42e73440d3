import { AddOnError } from "@privage-addons/contracts";

/**
 * The address of `path` below `baseUrl`. INVALID_ARGUMENT when it would lie elsewhere: a token never leaves for an address
 * that somebody else composed. Compared after parsing, as URL parsers drop tabs, read `\` as `/` and resolve dot segments.
 */
export const addressOf = (baseUrl: string, path: string): string => {
  const base = new URL(`${baseUrl}/`, globalThis.location?.href).href;
  const { href } = new URL(baseUrl + path, base);
  if (path[0] === "/" && href.startsWith(base)) return href;
  throw new AddOnError("INVALID_ARGUMENT", "Not a path below the base URL.");
};
