/** What the lists of Haravan share: windows, ids, page numbers, and only the fields that were asked for. */
export interface ListQuery {
  readonly ids?: string;
  readonly limit?: number;
  readonly page?: number;
  readonly since_id?: number;
  readonly created_at_min?: string;
  readonly created_at_max?: string;
  readonly updated_at_min?: string;
  readonly updated_at_max?: string;
  readonly fields?: string;
}

interface Row {
  readonly id?: number;
  readonly created_at?: string;
  readonly updated_at?: string;
}

const DEFAULT_LIMIT = 50;

export const isWithin = (value: string | null | undefined, min?: string, max?: string): boolean => {
  if (min === undefined && max === undefined) return true;
  if (value === null || value === undefined) return false;
  const time = Date.parse(value);
  return (min === undefined || time >= Date.parse(min)) && (max === undefined || time <= Date.parse(max));
};

export const matches = (row: Row, query: ListQuery): boolean => {
  const wanted = query.ids?.split(",").map(Number);
  return (
    (wanted === undefined || wanted.includes(row.id ?? 0)) &&
    (query.since_id === undefined || (row.id ?? 0) > query.since_id) &&
    isWithin(row.created_at, query.created_at_min, query.created_at_max) &&
    isWithin(row.updated_at, query.updated_at_min, query.updated_at_max)
  );
};

/** Latest first, but on from `since_id`: it is the last id that the caller has, and a page must not skip any. */
export const usualDirection = ({ since_id }: ListQuery): "asc" | "desc" =>
  since_id === undefined ? "desc" : "asc";

export const pageOf = <Item>(
  rows: readonly Item[],
  { limit = DEFAULT_LIMIT, page = 1 }: ListQuery,
): readonly Item[] => rows.slice((page - 1) * limit, page * limit);

export const onlyFields = <Item extends object>(row: Item, fields: string | undefined): Partial<Item> => {
  if (fields === undefined) return row;
  const wanted = new Set(fields.split(",").map((name) => name.trim()));
  // A selection of a row's own keys.
  return Object.fromEntries(Object.entries(row).filter(([key]) => wanted.has(key))) as Partial<Item>;
};

const tagsIn = (list: string): readonly string[] =>
  list
    .split(",")
    .map((tag) => tag.trim())
    .filter((tag) => tag !== "");

/** Adds or removes comma-separated tags; none left is null. Undefined when `list` names no tag at all. */
export const changeTags = (
  row: { readonly tags: string | null },
  list: string,
  action: "add" | "remove",
): { readonly tags: string | null } | undefined => {
  const named = tagsIn(list);
  if (named.length === 0) return undefined;
  const present = tagsIn(row.tags ?? "");
  const result =
    action === "add" ? [...new Set([...present, ...named])] : present.filter((tag) => !named.includes(tag));
  return { tags: result.length === 0 ? null : result.join(",") };
};
