import { ExternalLink } from "lucide-react";
import { useDeskHost } from "../app/desk-host.ts";
import { Loading } from "../app/loading.tsx";
import { goTo } from "../app/location.ts";
import { Screen } from "../app/screen.tsx";
import { useOrders, useShop, useShopCounts } from "../data/shop.ts";
import { useFormat, useMessages } from "../i18n/locale-context.tsx";
import { Button } from "../ui/button.tsx";
import { Card, Facts, Stat } from "../ui/layout.tsx";
import { shopMessages } from "./messages.ts";
import { OrdersTable } from "./orders-table.tsx";
import { ShopProblem } from "./shop-problem.tsx";

/** The shop itself, or the way to connect it. */
export const OverviewScreen = () => {
  const t = useMessages(shopMessages);
  const format = useFormat();
  const host = useDeskHost();
  const query = useShop();
  const counts = useShopCounts(query.isSuccess);
  const shop = query.data;
  const count = (value: number | undefined) => (value === undefined ? "–" : format.number(value));

  return (
    <Screen title={shop?.name ?? t.title}>
      {query.isPending && (
        <Card>
          <Loading lines={6} label={t.loading} />
        </Card>
      )}
      {query.isError && <ShopProblem query={query} />}
      {shop && (
        <>
          <div className="stats">
            <Stat label={t.orderCount} value={count(counts.data?.orders)} />
            <Stat label={t.productCount} value={count(counts.data?.products)} />
          </div>
          <Card
            title={t.details}
            action={
              <Button size="small" onPress={() => host.openExternal(shop.domain)}>
                <ExternalLink aria-hidden="true" />
                {t.open}
              </Button>
            }
          >
            <Facts
              items={[
                { term: t.name, value: shop.name },
                { term: t.domain, value: shop.domain.replace(/^https?:\/\/|\/$/g, "") },
                { term: t.email, value: shop.email },
                { term: t.phone, value: shop.phone || "–" },
                { term: t.place, value: [shop.address1, shop.city].filter(Boolean).join(", ") || "–" },
                { term: t.currency, value: shop.currency },
                { term: t.plan, value: shop.plan_name || "–" },
                { term: t.since, value: format.date(shop.created_at) },
              ]}
            />
          </Card>
          <LatestOrders />
        </>
      )}
    </Screen>
  );
};

const FEW = 5;

/** A taste of the orders; no screen of its own when they cannot be read, as the orders page says why. */
const LatestOrders = () => {
  const t = useMessages(shopMessages);
  const orders = useOrders().data ?? [];
  if (orders.length === 0) return null;
  return (
    <Card
      title={t.latestOrders}
      action={
        <Button tone="link" onPress={() => goTo("/shop/orders")}>
          {t.allOrders}
        </Button>
      }
    >
      <OrdersTable orders={orders.slice(0, FEW)} />
    </Card>
  );
};
