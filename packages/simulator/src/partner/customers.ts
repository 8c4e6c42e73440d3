import { PERSONAL_KEYS } from "./customer-data.ts";
import type { PartnerHandlers } from "./handlers.ts";
import { listPage, sequenceOf } from "./paging.ts";

const PERSONAL: ReadonlySet<string> = new Set(PERSONAL_KEYS);

/** Without the scope the personal keys are absent, not null. */
const withoutPersonalKeys = <Row extends { readonly id: string; readonly created_at?: string }>(row: Row) =>
  // Only optional keys are taken out, so what is left is a Row still.
  Object.fromEntries(Object.entries(row).filter(([key]) => !PERSONAL.has(key))) as Row;

export const customerHandlers: Pick<PartnerHandlers, "listCustomers"> = {
  listCustomers: ({ query, caller: { store, scopes } }) => {
    const isPersonal = scopes.has("read:customers:pii");
    const rows = isPersonal ? store.customers : store.customers.map(withoutPersonalKeys);
    const text = query.q?.toLowerCase();
    return listPage(sequenceOf(rows), query, {
      keep: (customer) => {
        // What may not be seen may not be searched for either.
        const searched = [
          customer.customer_code,
          customer.first_name,
          customer.last_name,
          customer.phone,
          customer.email,
        ];
        return (
          (query.is_active === undefined || customer.is_active === query.is_active) &&
          (query.membership_tier_id === undefined ||
            customer.membership_tier_id === query.membership_tier_id) &&
          (text === undefined || searched.some((value) => value?.toLowerCase().includes(text)))
        );
      },
    });
  },
};
