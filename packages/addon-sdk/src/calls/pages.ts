/** Privage's pages: numbered from 1. */
export interface Page<T> {
  readonly data: readonly T[];
  readonly page: number;
  readonly size: number;
  readonly total: number;
}

/**
 * Every item of numbered pages, fetched as they are used. Ends at a page that is not full; `total` is not relied on, as it
 * may change meanwhile.
 */
export async function* itemsOfPages<T>(
  size: number,
  fetchPage: (page: number) => Promise<Page<T>>,
): AsyncGenerator<T, void, undefined> {
  for (let page = 1; ; page++) {
    const { data } = await fetchPage(page);
    yield* data;
    if (data.length < size) return;
  }
}
