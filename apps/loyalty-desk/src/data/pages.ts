import type { Page } from "@privage-addons/addon-sdk";
import type { InfiniteData } from "@tanstack/react-query";

/** The next page of Privage's numbered lists; `undefined` after the last. */
export const nextPage = ({ page, size, total }: Page<unknown>): number | undefined =>
  page * size < total ? page + 1 : undefined;

/** The rows of all pages read so far. */
export const rowsOf = <Row>({ pages }: InfiniteData<Page<Row>>): readonly Row[] =>
  pages.flatMap(({ data }) => data);
