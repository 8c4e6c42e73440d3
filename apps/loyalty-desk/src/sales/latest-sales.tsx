import { useState } from "react";
import { useBusiness } from "../app/business.ts";
import { goTo } from "../app/location.ts";
import { shellMessages } from "../app/messages.ts";
import type { Sale } from "../data/sales.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Card } from "../ui/layout.tsx";
import { salesMessages } from "./messages.ts";
import { SaleStatus } from "./sale-status.tsx";

const FIRST_ROWS = 10;

/** The newest orders, each leading to its lines. */
export const LatestSales = ({ sales }: { readonly sales: readonly Sale[] }) => {
  const t = useMessages(salesMessages);
  const shell = useMessages(shellMessages);
  const format = useFormat();
  const { currency } = useBusiness();
  const [shown, setShown] = useState(FIRST_ROWS);
  return (
    <Card title={t.latest}>
      <DataTable
        caption={t.latest}
        rows={sales.slice(0, shown)}
        rowKey={({ id }) => id}
        columns={[
          {
            key: "order",
            header: t.order,
            cell: ({ id, order_number }) => (
              <Button tone="link" onPress={() => goTo(`/sales/${id}`)}>
                {order_number ?? id.slice(0, 8)}
              </Button>
            ),
          },
          {
            key: "when",
            header: t.when,
            hideBelow: "medium",
            cell: ({ created_at, order_date }) =>
              created_at ? format.moment(created_at) : order_date ? format.date(order_date) : "–",
          },
          { key: "status", header: t.status, cell: ({ status }) => <SaleStatus status={status ?? "–"} /> },
          {
            key: "total",
            header: t.total,
            align: "end",
            cell: ({ total }) => (total ? format.money(total, currency) : "–"),
          },
        ]}
      />
      {shown < sales.length && (
        <Button onPress={() => setShown(shown + 4 * FIRST_ROWS)}>{shell.showMore}</Button>
      )}
    </Card>
  );
};
