import type { PartnerHandlers } from "./handlers.ts";
import { listPage, sequenceOf } from "./paging.ts";

export const catalogueHandlers: Pick<PartnerHandlers, "listProducts"> = {
  listProducts: ({ query, caller: { store } }) => {
    const text = query.q?.toLowerCase();
    return listPage(sequenceOf(store.products), query, {
      keep: (product) =>
        (query.is_active === undefined || product.is_active === query.is_active) &&
        (query.category_id === undefined || product.category_id === query.category_id) &&
        (text === undefined ||
          `${product.product_code} ${product.product_name}`.toLowerCase().includes(text)),
    });
  },
};
