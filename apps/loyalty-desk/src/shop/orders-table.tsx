import { useBusiness } from "../app/business.ts";
import type { Order } from "../data/shop.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { shopMessages } from "./messages.ts";
import { Delivery, Payment } from "./order-status.tsx";

/** Orders of the shop, in the order they are given. */
export const OrdersTable = ({ orders }: { readonly orders: readonly Order[] }) => {
  const t = useMessages(shopMessages);
  const format = useFormat();
  const business = useBusiness();
  return (
    <DataTable
      caption={t.orders}
      rows={orders}
      rowKey={(order) => `${order.id}`}
      columns={[
        { key: "order", header: t.order, cell: (order) => order.name ?? order.order_number ?? order.id },
        {
          key: "when",
          header: t.when,
          hideBelow: "medium",
          cell: ({ created_at }) => (created_at ? format.moment(created_at) : "–"),
        },
        {
          key: "customer",
          header: t.customer,
          hideBelow: "wide",
          cell: (order) => customerOf(order, t.counterSale),
        },
        { key: "payment", header: t.payment, cell: (order) => <Payment order={order} /> },
        {
          key: "delivery",
          header: t.delivery,
          hideBelow: "medium",
          cell: (order) => <Delivery order={order} />,
        },
        {
          key: "total",
          header: t.total,
          align: "end",
          cell: ({ total_price, currency }) =>
            total_price === undefined ? "–" : format.money(total_price, currency ?? business.currency),
        },
      ]}
    />
  );
};

const customerOf = ({ customer }: Order, nobody: string): string =>
  customer ? `${customer.last_name} ${customer.first_name}`.trim() || nobody : nobody;
