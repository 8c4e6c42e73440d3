import { Route, Switch } from "wouter";
import { NotFoundScreen } from "../app/not-found.tsx";
import { Subnav } from "../app/subnav.tsx";
import { useMessages } from "../i18n/locale-context.tsx";
import { CheckScreen } from "./check-screen.tsx";
import { CreateSetScreen } from "./create-set-screen.tsx";
import { HistoryScreen } from "./history-screen.tsx";
import { couponMessages } from "./messages.ts";
import { SetsScreen } from "./sets-screen.tsx";
import "./coupons.css";

/** Everything below `/coupons`. */
export const CouponsScreens = () => {
  const t = useMessages(couponMessages);
  return (
    <>
      <Subnav
        label={t.sections}
        items={[
          { path: "/coupons", text: t.check },
          { path: "/coupons/sets", text: t.sets },
          { path: "/coupons/history", text: t.history },
        ]}
      />
      <Switch>
        <Route path="/coupons">
          <CheckScreen code="" />
        </Route>
        <Route path="/coupons/check/:code">{({ code }) => <CheckScreen key={code} code={code} />}</Route>
        <Route path="/coupons/sets">
          <SetsScreen />
        </Route>
        <Route path="/coupons/sets/new">
          <CreateSetScreen />
        </Route>
        <Route path="/coupons/history">
          <HistoryScreen />
        </Route>
        <Route>
          <NotFoundScreen />
        </Route>
      </Switch>
    </>
  );
};
