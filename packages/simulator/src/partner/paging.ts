import { type Answer, json } from "../server/answer.ts";
import { invalidQuery } from "./errors.ts";

/** Rows in order, latest first; rows of one time keep their order. Read only where needed. */
export interface Sequence<Row> {
  readonly size: number;
  readonly timeAt: (index: number) => number;
  readonly at: (index: number) => Row;
}

/** Lets an array be paged like a sequence. Rows must be latest first. */
export const sequenceOf = <Row extends { readonly created_at?: string }>(
  rows: readonly Row[],
): Sequence<Row> => ({
  size: rows.length,
  timeAt: (index) => Date.parse(rows[index]?.created_at ?? ""),
  at: (index) => {
    const row = rows[index];
    if (row === undefined) throw new RangeError(`There is no row ${index}.`);
    return row;
  },
});

/** First index whose time is before `time`; the sequence is latest first. */
export const indexBefore = ({ size, timeAt }: Sequence<unknown>, time: number): number => {
  let [low, high] = [0, size];
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (timeAt(middle) >= time) low = middle + 1;
    else high = middle;
  }
  return low;
};

const DEFAULT_LIMIT = 50;

const encodeCursor = (time: number, id: string) =>
  Buffer.from(JSON.stringify({ c: new Date(time).toISOString(), i: id.slice(0, 8) })).toString("base64url");

interface Cursor {
  readonly time: number;
  readonly idStart: string;
}

const decodeCursor = (cursor: string): Cursor | undefined => {
  try {
    const { c, i } = JSON.parse(Buffer.from(cursor, "base64url").toString()) as { c?: unknown; i?: unknown };
    const time = typeof c === "string" ? Date.parse(c) : Number.NaN;
    return Number.isNaN(time) || typeof i !== "string" ? undefined : { time, idStart: i };
  } catch {
    return undefined;
  }
};

/** First index after the row a cursor names. Several rows may share its time; if the row is gone, all of them count as read. */
const indexAfter = (sequence: Sequence<{ readonly id: string }>, { time, idStart }: Cursor): number => {
  const end = indexBefore(sequence, time);
  for (let index = indexBefore(sequence, time + 1); index < end; index += 1) {
    if (sequence.at(index).id.startsWith(idStart)) return index + 1;
  }
  return end;
};

/** One page of the rows that `keep` accepts, after the cursor, between two indices. */
export const listPage = <Row extends { readonly id: string }>(
  sequence: Sequence<Row>,
  query: { readonly limit?: number; readonly cursor?: string },
  options: { readonly from?: number; readonly until?: number; readonly keep?: (row: Row) => boolean } = {},
): Answer => {
  const { limit = DEFAULT_LIMIT, cursor } = query;
  const { from = 0, until = sequence.size, keep = () => true } = options;
  const previous = cursor === undefined ? undefined : decodeCursor(cursor);
  if (cursor !== undefined && !previous) return invalidQuery("cursor", "is not a cursor of this list");
  const start = Math.max(from, previous ? indexAfter(sequence, previous) : 0);
  const data: Row[] = [];
  let lastIndex = -1;
  let hasMore = false;
  for (let index = start; index < until; index += 1) {
    const row = sequence.at(index);
    if (!keep(row)) continue;
    if (data.length === limit) {
      hasMore = true;
      break;
    }
    data.push(row);
    lastIndex = index;
  }
  const lastRow = data.at(-1);
  const next_cursor = hasMore && lastRow ? encodeCursor(sequence.timeAt(lastIndex), lastRow.id) : null;
  return json(200, { data, pagination: { next_cursor, has_more: hasMore, limit } });
};
