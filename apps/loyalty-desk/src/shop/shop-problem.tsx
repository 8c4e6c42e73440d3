import { QueryProblem, type QueryProblemProps } from "../app/query-problem.tsx";
import { isAddOnError } from "../data/errors.ts";
import { ConnectShop } from "./connect-shop.tsx";

/** A shop that cannot be read: when it is not connected, or its token is dead, the way to connect it. */
export const ShopProblem = ({ query }: Pick<QueryProblemProps, "query">) => {
  const { error } = query;
  const needsConnecting =
    isAddOnError(error) && (error.code === "NOT_CONNECTED" || error.code === "CREDENTIALS_REJECTED");
  return (
    <>
      {!(isAddOnError(error) && error.code === "NOT_CONNECTED") && <QueryProblem query={query} />}
      {needsConnecting && <ConnectShop onConnected={() => void query.refetch()} />}
    </>
  );
};
