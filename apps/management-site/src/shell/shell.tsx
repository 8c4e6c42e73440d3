import { useStore } from "zustand";
import { AddOnScreen } from "../add-ons/add-on-screen.tsx";
import { CatalogueScreen } from "../add-ons/catalogue-screen.tsx";
import { MissingScreen } from "../add-ons/missing-screen.tsx";
import { useMessages } from "../i18n/use-messages.ts";
import { routeOf } from "../router/routes.ts";
import { usePlace } from "../router/use-place.ts";
import { useSite } from "../site/site-context.ts";
import { Sidebar } from "./sidebar.tsx";
import { focusContent } from "./skip.ts";
import "./shell.css";

/** The page around a screen: navigation beside it on a wide window, and the screen itself. */
export const Shell = () => {
  const { shell } = useMessages();
  const { workspace } = useSite();
  const fullScreen = useStore(workspace.store, (layout) => layout.fullScreen);

  return (
    <div className="shell" data-full-screen={fullScreen || undefined}>
      <button type="button" className="shell__skip" onClick={focusContent}>
        {shell.skip}
      </button>
      {!fullScreen && (
        <aside className="shell__side" aria-label={shell.site}>
          <Sidebar />
        </aside>
      )}
      <main className="shell__main" tabIndex={-1}>
        <Screen />
      </main>
    </div>
  );
};

const Screen = () => {
  const route = routeOf(usePlace());
  const { config } = useSite();
  const { addOn } = useMessages();
  if (route.screen === "catalogue") return <CatalogueScreen />;
  if (route.screen === "not-found") return <MissingScreen title={addOn.notFound} hint={addOn.notFoundHint} />;
  const main = config.addOns.find(({ key }) => key === route.main.key);
  if (!main) return <MissingScreen title={addOn.unknown} hint={addOn.unknownHint} />;
  const { beside } = route;
  const besideAddOn = beside && config.addOns.find(({ key }) => key === beside.key);
  return (
    <AddOnScreen
      main={{ addOn: main, path: route.main.path }}
      {...(besideAddOn && { beside: { addOn: besideAddOn, path: beside.path } })}
    />
  );
};
