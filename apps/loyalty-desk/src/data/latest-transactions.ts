import type { Page, PrivageClient, Transaction } from "@privage-addons/addon-sdk";

/** Privage lists the whole shop's ledger, without a filter by member: this many lines are read at most. */
const MOST_LINES = 20_000;
/** Privage's largest page. */
const PAGE_SIZE = 1_000;
/** A window is not halved below this. */
const SHORTEST_MS = 2_000;

export interface LatestTransactions {
  /** Oldest first. */
  readonly lines: readonly Transaction[];
  /** Whether nothing of the window was left out. */
  readonly isComplete: boolean;
}

interface Window {
  readonly from: number;
  /** To the ledger's end when absent: its clock may be ahead of this machine's. */
  readonly to?: number;
}

type ReadPage = (window: Window, page: number) => Promise<Page<Transaction>>;

/**
 * The shop's latest transactions since a moment. Pages come oldest first, so a window with too many lines is halved and its
 * later half read first: what is left out in the end is the oldest.
 */
export const readLatestTransactions = (
  { transactions }: PrivageClient,
  from: number,
  signal: AbortSignal,
): Promise<LatestTransactions> =>
  readWindow(
    ({ from, to }, page) =>
      transactions.list(
        { from: new Date(from), ...(to !== undefined && { to: new Date(to) }), page, size: PAGE_SIZE },
        { signal },
      ),
    { from },
    MOST_LINES,
  );

const readWindow = async (readPage: ReadPage, window: Window, most: number): Promise<LatestTransactions> => {
  const first = await readPage(window, 1);
  if (first.total <= most)
    return { lines: [...first.data, ...(await readRest(readPage, window, first))], isComplete: true };

  const { from, to } = window;
  const length = (to ?? Date.now()) - from;
  // Not for less than a page: each half costs a call.
  if (most < PAGE_SIZE || length < SHORTEST_MS) return { lines: [], isComplete: false };
  const middle = from + Math.floor(length / 2_000) * 1_000;
  const later = await readWindow(readPage, { ...window, from: middle }, most);
  if (!later.isComplete) return later;
  const earlier = await readWindow(readPage, { from, to: middle }, most - later.lines.length);
  return { lines: [...earlier.lines, ...later.lines], isComplete: earlier.isComplete };
};

/** The pages after the first. Ends at one that is not full: lines may come in meanwhile. */
const readRest = async (readPage: ReadPage, window: Window, first: Page<Transaction>) => {
  const lines: Transaction[] = [];
  for (let page = 2, read = first.data.length; read === PAGE_SIZE; page++) {
    const { data } = await readPage(window, page);
    lines.push(...data);
    read = data.length;
  }
  return lines;
};
