import { PackageOpen } from "lucide-react";
import { shellMessages } from "../app/messages.ts";
import { Screen } from "../app/screen.tsx";
import { useOrders } from "../data/shop.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Empty, Skeleton } from "../ui/feedback.tsx";
import { Card } from "../ui/layout.tsx";
import { shopMessages } from "./messages.ts";
import { OrdersTable } from "./orders-table.tsx";
import { ShopProblem } from "./shop-problem.tsx";

/** The shop's orders, latest first. */
export const OrdersScreen = () => {
  const t = useMessages(shopMessages);
  const shell = useMessages(shellMessages);
  const query = useOrders();
  const orders = query.data?.pages.flat() ?? [];
  return (
    <Screen title={t.orders}>
      {query.isError ? (
        <ShopProblem query={query} />
      ) : (
        <Card>
          {query.isPending ? (
            <Skeleton lines={8} label={t.loading} />
          ) : orders.length === 0 ? (
            <Empty icon={PackageOpen} title={t.noOrders}>
              <p>{t.noOrdersNext}</p>
            </Empty>
          ) : (
            <OrdersTable orders={orders} />
          )}
          {query.hasNextPage && (
            <Button isPending={query.isFetchingNextPage} onPress={() => void query.fetchNextPage()}>
              {shell.showMore}
            </Button>
          )}
        </Card>
      )}
    </Screen>
  );
};
