import { useState } from "react";
import { Route, Switch } from "wouter";
import { Loading } from "../app/loading.tsx";
import { NotAllowedScreen } from "../app/not-allowed.tsx";
import { NotFoundScreen } from "../app/not-found.tsx";
import { useCan } from "../app/permissions.ts";
import { Screen } from "../app/screen.tsx";
import { Subnav } from "../app/subnav.tsx";
import { useShopConnection } from "../data/shop.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { Card } from "../ui/layout.tsx";
import { ConnectShop } from "./connect-shop.tsx";
import { shopMessages } from "./messages.ts";
import { OrdersScreen } from "./orders-screen.tsx";
import { OverviewScreen } from "./overview-screen.tsx";
import { ProductsScreen } from "./products-screen.tsx";

/** Everything below `/shop`: the business's Haravan shop. */
export const ShopScreens = () => {
  const t = useMessages(shopMessages);
  const connection = useShopConnection();
  const mayRead = useCan()("shop:read");
  // A refused token makes a connection too, one that fails: whoever typed it stays at the form until the shop is there.
  const [isAtForm, setAtForm] = useState(false);
  if (connection === "missing" && !isAtForm) setAtForm(true);
  if (!mayRead) return <NotAllowedScreen title={t.title} />;
  if (isAtForm || connection === "asking")
    return (
      <Screen title={t.title}>
        {isAtForm ? (
          <ConnectShop onConnected={() => setAtForm(false)} />
        ) : (
          <Card>
            <Loading lines={6} label={t.loading} />
          </Card>
        )}
      </Screen>
    );
  return (
    <>
      <Subnav
        label={t.sections}
        items={[
          { path: "/shop", text: t.overview },
          { path: "/shop/orders", text: t.orders },
          { path: "/shop/products", text: t.products },
        ]}
      />
      <Switch>
        <Route path="/shop">
          <OverviewScreen />
        </Route>
        <Route path="/shop/orders">
          <OrdersScreen />
        </Route>
        <Route path="/shop/products">
          <ProductsScreen />
        </Route>
        <Route>
          <NotFoundScreen />
        </Route>
      </Switch>
    </>
  );
};
