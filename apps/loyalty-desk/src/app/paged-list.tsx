import type { ReactNode } from "react";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Card } from "../ui/layout.tsx";
import { Loading } from "./loading.tsx";
import { shellMessages } from "./messages.ts";
import { QueryProblem, type QueryProblemProps } from "./query-problem.tsx";

/** The part of an infinite query that a list needs. */
type PagedQuery<Row> = QueryProblemProps["query"] & {
  readonly data: readonly Row[] | undefined;
  readonly isError: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
  readonly isFetchNextPageError: boolean;
  fetchNextPage(): unknown;
};

export interface PagedListProps<Row> {
  readonly query: PagedQuery<Row>;
  /** What the grey bars are called. */
  readonly loading: string;
  /** Instead of the rows when there are none; without it, the rows are shown all the same. */
  readonly empty?: ReactNode;
  /** Instead of the general words when the list cannot be read. */
  readonly problem?: ReactNode;
  /** One card around all rows, a tile per row, or nothing where the list stands in a card already. */
  readonly frame: "card" | "tiles" | "none";
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** A list that is read page by page: loading, empty, out of order, and the button for more. Rows that are there stay. */
export const PagedList = <Row,>({ query, loading, empty, problem, frame, children }: PagedListProps<Row>) => {
  const trouble = query.isError && (problem ?? <QueryProblem query={query} />);
  if (query.data === undefined) {
    if (trouble) return trouble;
    if (frame === "none") return <Loading lines={3} label={loading} />;
    return (
      <Card>
        <Loading lines={8} label={loading} />
      </Card>
    );
  }
  return (
    <>
      {!query.isFetchNextPageError && trouble}
      <Rows query={query} rows={query.data} empty={empty} frame={frame}>
        {children}
      </Rows>
    </>
  );
};

const Rows = <Row,>({
  query,
  rows,
  empty,
  frame,
  children,
}: Pick<PagedListProps<Row>, "query" | "empty" | "frame" | "children"> & {
  readonly rows: readonly Row[];
}) => {
  if (rows.length === 0 && empty) return <Card>{empty}</Card>;
  if (frame === "card")
    return (
      <Card>
        {children(rows)}
        <ShowMore query={query} />
      </Card>
    );
  return (
    <>
      {frame === "tiles" ? <div className="tiles">{children(rows)}</div> : children(rows)}
      <ShowMore query={query} />
    </>
  );
};

const ShowMore = <Row,>({ query }: { readonly query: PagedQuery<Row> }) => {
  const t = useMessages(shellMessages);
  const { error, isFetchingNextPage, fetchNextPage } = query;
  if (query.isFetchNextPageError)
    return <QueryProblem query={{ error, isFetching: isFetchingNextPage, refetch: fetchNextPage }} />;
  if (!query.hasNextPage) return null;
  return (
    <Button isPending={isFetchingNextPage} onPress={() => void fetchNextPage()}>
      {t.showMore}
    </Button>
  );
};
