import { useAddOnParts, useAddOnQueries } from "@privage-addons/addon-sdk/react";
import { type UseQueryResult, useQuery } from "@tanstack/react-query";

/** A customer of the point of sale. */
export interface Customer {
  readonly id: string;
  readonly name: string;
  /** `undefined` when the application may not see personal data: the key is then absent. */
  readonly phone: string | undefined;
}

const MOST = 10;

/** Customers of the point of sale by name; Privage itself finds members by phone or card only. */
export const useCustomersByName = (name: string): UseQueryResult<readonly Customer[]> => {
  const { partner } = useAddOnParts();
  const queries = useAddOnQueries();
  return useQuery({
    queryKey: [...queries.all, "customers-by-name", name],
    queryFn: async ({ signal }) => {
      const { data } = await partner.customers.list({ q: name, limit: MOST }, { signal });
      return data.map((customer) => ({
        id: customer.id,
        name:
          `${customer.first_name ?? ""} ${customer.last_name ?? ""}`.trim() ||
          (customer.customer_code ?? customer.id),
        phone: customer.phone ?? undefined,
      }));
    },
  });
};
