import { PackageOpen } from "lucide-react";
import { PagedList } from "../app/paged-list.tsx";
import { Screen } from "../app/screen.tsx";
import { useOrders } from "../data/shop.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Empty } from "../ui/feedback.tsx";
import { shopMessages } from "./messages.ts";
import { OrdersTable } from "./orders-table.tsx";
import { ShopProblem } from "./shop-problem.tsx";

/** The shop's orders, latest first. */
export const OrdersScreen = () => {
  const t = useMessages(shopMessages);
  const query = useOrders();
  return (
    <Screen title={t.orders}>
      <PagedList
        query={query}
        loading={t.loading}
        frame="card"
        problem={<ShopProblem query={query} />}
        empty={
          <Empty icon={PackageOpen} title={t.noOrders}>
            <p>{t.noOrdersNext}</p>
          </Empty>
        }
      >
        {(orders) => <OrdersTable orders={orders} />}
      </PagedList>
    </Screen>
  );
};
