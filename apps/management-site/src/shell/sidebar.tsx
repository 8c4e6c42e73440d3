import { AppWindow, LayoutGrid } from "lucide-react";
import { useMessages } from "../i18n/use-messages.ts";
import { PreferenceButtons } from "../preferences/preference-buttons.tsx";
import { Link } from "../router/link.tsx";
import { addOnAddress, CATALOGUE_ADDRESS, routeOf } from "../router/routes.ts";
import { usePlace } from "../router/use-place.ts";
import { useSite } from "../site/site-context.ts";
import { AccountMenu } from "./account-menu.tsx";
import { Brand } from "./brand.tsx";
import { BusinessSwitcher } from "./business-switcher.tsx";
import "./sidebar.css";

/** Business, navigation, account; beside the page on a wide window, in a drawer on a narrow one. */
export const Sidebar = ({ onGo }: { readonly onGo?: () => void }) => {
  const { shell } = useMessages();
  const { config } = useSite();
  const route = routeOf(usePlace());
  const current = (isHere: boolean) => (isHere ? ("page" as const) : undefined);

  return (
    <div className="sidebar">
      <Brand />
      <BusinessSwitcher />
      <nav className="sidebar__nav" aria-label={shell.navigation}>
        <Link
          className="sidebar__link"
          href={CATALOGUE_ADDRESS}
          aria-current={current(route.screen === "catalogue")}
          onClick={onGo}
        >
          <LayoutGrid aria-hidden size={18} />
          {shell.catalogue}
        </Link>
        <h2 className="sidebar__heading">{shell.addOns}</h2>
        {config.addOns.map(({ key, title }) => (
          <Link
            key={key}
            className="sidebar__link"
            href={addOnAddress({ key, path: "/" })}
            aria-current={current(route.screen === "add-on" && route.main.key === key)}
            onClick={onGo}
          >
            <AppWindow aria-hidden size={18} />
            {title}
          </Link>
        ))}
      </nav>
      <div className="sidebar__foot">
        <AccountMenu />
        <PreferenceButtons />
      </div>
    </div>
  );
};
