import type { ReactNode } from "react";
import { QueryProblem, type QueryProblemProps } from "./query-problem.tsx";

export interface LoadedProps<Data> {
  readonly query: QueryProblemProps["query"] & {
    readonly data: Data | undefined;
    readonly isError: boolean;
  };
  /** While nothing is there yet. */
  readonly loading: ReactNode;
  readonly children: (data: Data) => ReactNode;
}

/**
 * What a server has: on its way, out of order, or there. When it cannot be read again, what is there stays, with the news
 * beside it.
 */
export const Loaded = <Data,>({ query, loading, children }: LoadedProps<Data>) => {
  const problem = query.isError && <QueryProblem query={query} />;
  if (query.data === undefined) return problem || loading;
  return (
    <>
      {problem}
      {children(query.data)}
    </>
  );
};
