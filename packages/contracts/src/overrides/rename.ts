import type { Renames } from "./types.ts";

/** Renames the keys of every object in a JSON value; what is not named stays. The value itself is not changed. */
export const renameFields = (value: unknown, renames: Renames): unknown => {
  if (Array.isArray(value)) return value.map((item) => renameFields(item, renames));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, part]) => [
      Object.hasOwn(renames, key) ? renames[key] : key,
      renameFields(part, renames),
    ]),
  );
};

/** The way back. */
export const invertRenames = (renames: Renames): Renames =>
  Object.fromEntries(Object.entries(renames).map(([name, wire]) => [wire, name]));
