import { Route, Switch } from "wouter";
import { NotAllowedScreen } from "../app/not-allowed.tsx";
import { NotFoundScreen } from "../app/not-found.tsx";
import { useCan } from "../app/permissions.ts";
import { useMessages } from "../i18n/locale-context.tsx";
import { salesMessages } from "./messages.ts";
import { SaleScreen } from "./sale-screen.tsx";
import { SalesScreen } from "./sales-screen.tsx";

/** Everything below `/sales`. */
export const SalesScreens = () => {
  const t = useMessages(salesMessages);
  if (!useCan()("sales:read")) return <NotAllowedScreen title={t.title} />;
  return (
    <Switch>
      <Route path="/sales">
        <SalesScreen />
      </Route>
      <Route path="/sales/:id">{({ id }) => <SaleScreen id={id} />}</Route>
      <Route>
        <NotFoundScreen />
      </Route>
    </Switch>
  );
};
