import { useSaleItems } from "@privage-addons/addon-sdk/react";
import { ArrowLeft, ReceiptText } from "lucide-react";
import { useBusiness } from "../app/business.ts";
import { Loading } from "../app/loading.tsx";
import { goTo } from "../app/location.ts";
import { QueryProblem } from "../app/query-problem.tsx";
import { Screen } from "../app/screen.tsx";
import { useSaleNumber } from "../data/sales.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { salesMessages } from "./messages.ts";

/** The lines of one order. */
export const SaleScreen = ({ id }: { readonly id: string }) => {
  const t = useMessages(salesMessages);
  const format = useFormat();
  const { currency } = useBusiness();
  const query = useSaleItems(id);
  const number = useSaleNumber(id);
  const title = t.saleTitle(number ?? id.slice(0, 8));

  return (
    <Screen
      title={title}
      action={
        <Button onPress={() => goTo("/sales")}>
          <ArrowLeft aria-hidden="true" />
          {t.back}
        </Button>
      }
    >
      <Card>
        {query.isPending ? (
          <Loading lines={4} label={t.loading} />
        ) : query.isError ? (
          <QueryProblem query={query} />
        ) : query.data.length === 0 ? (
          <Empty icon={ReceiptText} title={t.noItems} />
        ) : (
          <DataTable
            caption={title}
            rows={query.data}
            rowKey={(item) => item.id}
            columns={[
              { key: "item", header: t.item, cell: (item) => `${item.product_name} ${item.sku_name}`.trim() },
              {
                key: "quantity",
                header: t.quantity,
                align: "end",
                cell: (item) => format.number(item.quantity),
              },
              {
                key: "price",
                header: t.unitPrice,
                align: "end",
                hideBelow: "medium",
                cell: (item) => format.money(item.unit_price, currency),
              },
              {
                key: "refunded",
                header: t.refunded,
                align: "end",
                hideBelow: "medium",
                cell: (item) => format.money(item.refunded_amount, currency),
              },
              {
                key: "total",
                header: t.lineTotal,
                align: "end",
                cell: (item) => format.money(item.line_total, currency),
              },
            ]}
          />
        )}
      </Card>
    </Screen>
  );
};
