import { AppWindow, Columns2 } from "lucide-react";
import { useEffect } from "react";
import type { SiteAddOn } from "../config/site-config.ts";
import { useMessages } from "../i18n/use-messages.ts";
import { Link } from "../router/link.tsx";
import { addOnAddress } from "../router/routes.ts";
import { ScreenBody } from "../shell/screen-body.tsx";
import { ScreenHeader } from "../shell/screen-header.tsx";
import { useSignedIn, useSite } from "../site/site-context.ts";
import "./catalogue-screen.css";

/** The add-ons there are. */
export const CatalogueScreen = () => {
  const { catalogue } = useMessages();
  const { config } = useSite();
  const { business } = useSignedIn();
  useEffect(() => {
    document.title = `${catalogue.title} · Privage`;
  }, [catalogue]);

  return (
    <>
      <ScreenHeader title={catalogue.title} />
      <ScreenBody>
        <div className="catalogue">
          <p className="catalogue__intro">{catalogue.intro(business.name)}</p>
          {config.addOns.length === 0 ? (
            <div className="catalogue__empty">
              <p>{catalogue.empty}</p>
              <p>{catalogue.emptyHint}</p>
            </div>
          ) : (
            <ul className="catalogue__list">
              {config.addOns.map((addOn) => (
                <CatalogueCard key={addOn.key} addOn={addOn} />
              ))}
            </ul>
          )}
        </div>
      </ScreenBody>
    </>
  );
};

const CatalogueCard = ({ addOn: { key, title, src } }: { readonly addOn: SiteAddOn }) => {
  const { catalogue } = useMessages();
  const place = { key, path: "/" };
  return (
    <li className="catalogue-card">
      <span className="catalogue-card__icon">
        <AppWindow aria-hidden size={22} strokeWidth={1.75} />
      </span>
      <h2>{title}</h2>
      <p className="catalogue-card__text">{catalogue.descriptions[key]}</p>
      <p className="catalogue-card__origin">{catalogue.madeBy(new URL(src).host)}</p>
      <div className="catalogue-card__actions">
        <Link
          className="button button--primary"
          href={addOnAddress(place)}
          aria-label={`${catalogue.open}: ${title}`}
        >
          {catalogue.open}
        </Link>
        <Link
          className="button button--quiet"
          href={addOnAddress(place, place)}
          aria-label={`${catalogue.openBeside}: ${title}`}
        >
          <Columns2 aria-hidden size={16} />
          {catalogue.openBeside}
        </Link>
      </div>
    </li>
  );
};
