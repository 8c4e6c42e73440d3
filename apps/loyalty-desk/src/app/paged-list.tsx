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
  readonly isPending: boolean;
  readonly isError: boolean;
  readonly hasNextPage: boolean;
  readonly isFetchingNextPage: boolean;
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
  /** One card around all rows, or a tile per row. */
  readonly frame: "card" | "tiles";
  readonly children: (rows: readonly Row[]) => ReactNode;
}

/** A list that is read page by page: loading, empty, out of order, and the button for more. */
export const PagedList = <Row,>({ query, loading, empty, problem, frame, children }: PagedListProps<Row>) => {
  if (query.isPending)
    return (
      <Card>
        <Loading lines={8} label={loading} />
      </Card>
    );
  if (query.isError || !query.data) return problem ?? <QueryProblem query={query} />;
  if (query.data.length === 0 && empty) return <Card>{empty}</Card>;
  const rows = children(query.data);
  if (frame === "card")
    return (
      <Card>
        {rows}
        <ShowMore query={query} />
      </Card>
    );
  return (
    <>
      <div className="tiles">{rows}</div>
      <ShowMore query={query} />
    </>
  );
};

const ShowMore = <Row,>({ query }: { readonly query: PagedQuery<Row> }) => {
  const t = useMessages(shellMessages);
  if (!query.hasNextPage) return null;
  return (
    <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
      {t.showMore}
    </Button>
  );
};
