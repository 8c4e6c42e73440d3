import { type ReactElement, Suspense } from "react";
import { Route, Router, Switch } from "wouter";
import { CounterScreen } from "../counter/counter-screen.tsx";
import { useMessages } from "../i18n/locale-context.tsx";
import { Card } from "../ui/layout.tsx";
import { loadOnDemand } from "../ui/load-on-demand.tsx";
import { Loading } from "./loading.tsx";
import { useDeskLocation } from "./location.ts";
import { shellMessages } from "./messages.ts";
import { NotFoundScreen } from "./not-found.tsx";
import { ScreenBoundary } from "./screen-boundary.tsx";

// The counter is what people open the desk for, so it is in the first bundle; every other screen is fetched when asked for.
const couponsScreens = loadOnDemand(
  async () => (await import("../coupons/coupons-screens.tsx")).CouponsScreens,
);
const campaignsScreen = loadOnDemand(
  async () => (await import("../campaigns/campaigns-screen.tsx")).CampaignsScreen,
);
const salesScreens = loadOnDemand(async () => (await import("../sales/sales-screens.tsx")).SalesScreens);
const shopScreens = loadOnDemand(async () => (await import("../shop/shop-screens.tsx")).ShopScreens);
const statusScreen = loadOnDemand(async () => (await import("../status/status-screen.tsx")).StatusScreen);

/** Which screen a path shows. Loading and breaking are handled per screen, so that the navigation always works. */
export const Routes = (): ReactElement => (
  <Router hook={useDeskLocation}>
    <ScreenBoundary>
      <Suspense fallback={<ScreenLoading />}>
        <Switch>
          <Route path="/">
            <CounterScreen cardNo={undefined} />
          </Route>
          <Route path="/members/:cardNo">{({ cardNo }) => <CounterScreen cardNo={cardNo} />}</Route>
          <Route path="/coupons/*?">
            <couponsScreens.Component />
          </Route>
          <Route path="/campaigns">
            <campaignsScreen.Component />
          </Route>
          <Route path="/sales/*?">
            <salesScreens.Component />
          </Route>
          <Route path="/shop/*?">
            <shopScreens.Component />
          </Route>
          <Route path="/status">
            <statusScreen.Component />
          </Route>
          <Route>
            <NotFoundScreen />
          </Route>
        </Switch>
      </Suspense>
    </ScreenBoundary>
  </Router>
);

const ScreenLoading = () => (
  <Card>
    <Loading lines={8} label={useMessages(shellMessages).loadingScreen} />
  </Card>
);
