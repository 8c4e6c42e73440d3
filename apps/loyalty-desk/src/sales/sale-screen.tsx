import { useSaleItems } from "@privage-addons/addon-sdk/react";
import { ArrowLeft, ReceiptText } from "lucide-react";
import { useBusiness } from "../app/business.ts";
import { Loaded } from "../app/loaded.tsx";
import { Loading } from "../app/loading.tsx";
import { goTo } from "../app/location.ts";
import { Screen } from "../app/screen.tsx";
import { type Sale, useSale } from "../data/sales.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { DataTable } from "../ui/data-table.tsx";
import { Empty } from "../ui/feedback.tsx";
import { Card, Facts } from "../ui/layout.tsx";
import { BranchName } from "./branch-name.tsx";
import { salesMessages } from "./messages.ts";
import { SaleStatus } from "./sale-status.tsx";

/** The lines of one order. */
export const SaleScreen = ({ id }: { readonly id: string }) => {
  const t = useMessages(salesMessages);
  const format = useFormat();
  const { currency } = useBusiness();
  const query = useSaleItems(id);
  const sale = useSale(id);
  const title = t.saleTitle(sale?.order_number ?? id.slice(0, 8));

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
      {sale && <SaleFacts sale={sale} />}
      <Card>
        <Loaded query={query} loading={<Loading lines={4} label={t.loading} />}>
          {(items) =>
            items.length === 0 ? (
              <Empty icon={ReceiptText} title={t.noItems} />
            ) : (
              <DataTable
                caption={title}
                rows={items}
                rowKey={(item) => item.id}
                columns={[
                  { key: "item", header: t.item, cell: itemName },
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
            )
          }
        </Loaded>
      </Card>
    </Screen>
  );
};

/** A variant is often called as its product and more: then its own name says it all. */
const itemName = ({
  product_name,
  sku_name,
}: {
  readonly product_name: string;
  readonly sku_name: string;
}) => (sku_name.startsWith(product_name) ? sku_name : `${product_name} ${sku_name}`.trim());

/** When and where it was sold, and for how much in all. */
const SaleFacts = ({ sale }: { readonly sale: Sale }) => {
  const t = useMessages(salesMessages);
  const format = useFormat();
  const { currency } = useBusiness();
  const money = (amount: string | undefined) => (amount ? format.money(amount, currency) : "–");
  const at = sale.created_at
    ? format.dateTime(sale.created_at)
    : sale.order_date && format.date(sale.order_date);
  return (
    <Card>
      <Facts
        items={[
          { term: t.when, value: at ?? "–" },
          { term: t.branch, value: sale.branch_id ? <BranchName id={sale.branch_id} /> : "–" },
          { term: t.status, value: <SaleStatus status={sale.status ?? "–"} /> },
          { term: t.refunded, value: money(sale.refunded) },
          { term: t.total, value: <strong>{money(sale.total)}</strong> },
        ]}
      />
    </Card>
  );
};
